using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>A JSON Web Token in compact form, taken apart but not yet believed.</summary>
/// <param name="Algorithm"><c>alg</c></param>
/// <param name="KeyId"><c>kid</c>; empty where absent.</param>
/// <param name="Signed">What the signature is over.</param>
/// <param name="Signature">The signature.</param>
/// <param name="Payload">The claims, as JSON.</param>
internal sealed record WebToken(string Algorithm, string KeyId, byte[] Signed, byte[] Signature, byte[] Payload)
{
    private const int Longest = 16 * 1024;

    /// <summary>False where the text is no such token.</summary>
    public static bool TryRead(string text, out WebToken token)
    {
        token = null!;
        var first = text.IndexOf('.', StringComparison.Ordinal);
        var second = first < 0 ? -1 : text.IndexOf('.', first + 1);
        if (second < 0 || text.Length > Longest || !Ascii.IsValid(text) || text.AsSpan(second + 1).Contains('.')) return false;
        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(text.AsSpan(0, first)));
            token = new WebToken(
                Text(header.RootElement, "alg"), Text(header.RootElement, "kid"), Encoding.ASCII.GetBytes(text, 0, second),
                Base64Url.DecodeFromChars(text.AsSpan(second + 1)), Base64Url.DecodeFromChars(text.AsSpan(first + 1, second - first - 1)));
            return true;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads the claims of a service account's token; null where they are those of something else.</summary>
    public TokenClaims? ReadClaims()
    {
        try
        {
            using var document = JsonDocument.Parse(Payload);
            var root = document.RootElement;
            if (Time(root, "exp") is not { } expires || !root.TryGetProperty("kubernetes.io"u8, out var own)) return null;
            var account = Member(own, "serviceaccount");
            var pod = Member(own, "pod");
            return new TokenClaims
            {
                Issuer = Text(root, "iss"),
                Audiences = Audiences(root),
                Subject = Text(root, "sub"),
                Expires = expires,
                NotBefore = Time(root, "nbf") ?? DateTimeOffset.MinValue,
                Namespace = Text(own, "namespace"),
                ServiceAccount = Text(account, "name"),
                ServiceAccountUid = Text(account, "uid"),
                Pod = Text(pod, "name"),
                PodUid = Text(pod, "uid"),
                Node = Text(Member(own, "node"), "name"),
                NodeUid = Text(Member(own, "node"), "uid"),
                Id = Text(root, "jti"),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static List<string> Audiences(JsonElement root)
    {
        var audiences = new List<string>();
        var found = Member(root, "aud");
        if (found.ValueKind == JsonValueKind.String) audiences.Add(found.GetString()!);
        if (found.ValueKind != JsonValueKind.Array) return audiences;
        foreach (var item in found.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String) audiences.Add(item.GetString()!);
        }
        return audiences;
    }

    private static DateTimeOffset? Time(JsonElement root, string name)
    {
        var value = Member(root, name);
        if (value.ValueKind != JsonValueKind.Number
            || !decimal.TryParse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)) return null;
        return seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
}
