using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <summary>What Kubernetes takes for a name: these go into URLs and certificates, so nothing else may.</summary>
internal static partial class DnsName
{
    /// <summary>RFC 1123 label: a namespace.</summary>
    public static bool IsLabel(string? text) => text is { Length: > 0 and <= 63 } && Label().IsMatch(text);

    /// <summary>RFC 1123 subdomain: a node, a Secret.</summary>
    public static bool IsSubdomain(string? text) => text is { Length: > 0 and <= 253 } && Subdomain().IsMatch(text);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex Label();

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
