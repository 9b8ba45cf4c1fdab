using System.Buffers;
using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// The ConfigMaps that pods name. Every namespace's <c>kube-root-ca.crt</c> reaches nodes with the CAs behind it that sign for MetaServers: what a pod
/// finds in its <c>ca.crt</c> trusts the API that it reaches. That is a derived object, the same for all nodes.
/// </summary>
internal sealed class ConfigMapsShare(ClusterView view, CollectionShare pods, References references) : NamedShare(view, Collections.ConfigMaps, pods, references)
{
    private const string RootName = "kube-root-ca.crt";
    private const string RootKey = "ca.crt";
    private const string PemEnd = "-----END CERTIFICATE-----";
    private static readonly RawPath RootPath = RawPath.Of("data", RootKey);

    protected override RawObject Shown(RawObject current)
    {
        if (current.Key.Name != RootName || !RootPath.TryGetString(current.Json.Span, out var held)) return current;
        var appended = Append(held, View.PodAuthorities.Pem);
        if (appended == held) return current;
        var reader = RawJson.Reader(current.Json.Span);
        if (!RootPath.TrySeek(ref reader)) return current;
        var start = (int)reader.TokenStartIndex;
        return current with { Json = RawJson.Splice(current.Json.Span, start, (int)reader.BytesConsumed - start, Text(appended)) };
    }

    /// <summary>Derived objects are named without their version: a CA that changed makes a new one at the same revision.</summary>
    protected override ulong TagOf(RawObject current) =>
        current.Key.Name == RootName ? XxHash3.HashToUInt64(RawJson.WithResourceVersion(current.Json.Span, 0)) : base.TagOf(current);

    /// <summary>Each certificate is there once, however often this happens.</summary>
    private static string Append(string held, string more)
    {
        var result = new StringBuilder(held);
        var known = Bare(held);
        foreach (var certificate in more.Split(PemEnd, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (known.Contains(Bare(certificate), StringComparison.Ordinal)) continue;
            if (result.Length > 0 && result[^1] != '\n') result.Append('\n');
            result.Append(certificate).Append('\n').Append(PemEnd).Append('\n');
        }
        return result.ToString();
    }

    private static string Bare(string pem) => string.Concat(pem.Where(c => !char.IsWhiteSpace(c)));

    private static byte[] Text(string value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) writer.WriteStringValue(value);
        return buffer.WrittenSpan.ToArray();
    }
}
