using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>
/// <c>[registry/]repository[:tag][@digest]</c>. The registry is the first segment where that holds a dot or a colon or is localhost; else the
/// whole is the repository.
/// </summary>
/// <param name="Registry">Empty where there is none.</param>
/// <param name="Repository">With its slashes.</param>
/// <param name="Tag">Empty where there is none.</param>
/// <param name="Digest">Algorithm, colon and digits; empty where there is none.</param>
internal sealed partial record ImageReference(string Registry, string Repository, string Tag, string Digest)
{
    /// <summary>Reads a reference; null where it is none.</summary>
    public static ImageReference? TryParse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var (named, digest) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
        var colon = named.LastIndexOf(':');
        var (name, tag) = colon > named.LastIndexOf('/') ? (named[..colon], named[(colon + 1)..]) : (named, "");
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (registry, repository) = slash > 0 && IsRegistry(name[..slash]) ? (name[..slash], name[(slash + 1)..]) : ("", name);
        return (registry.Length == 0 || Host().IsMatch(registry)) && Path().IsMatch(repository)
            && (colon <= named.LastIndexOf('/') || IsTag(tag)) && (at < 0 || IsDigest(digest))
            ? new ImageReference(registry, repository, tag, digest)
            : null;
    }

    public static bool IsTag(string text) => TagForm().IsMatch(text);

    public static bool IsDigest(string text) => DigestForm().IsMatch(text);

    public override string ToString() =>
        $"{(Registry.Length == 0 ? "" : $"{Registry}/")}{Repository}{(Tag.Length == 0 ? "" : $":{Tag}")}{(Digest.Length == 0 ? "" : $"@{Digest}")}";

    private static bool IsRegistry(string segment) => segment == "localhost" || segment.AsSpan().ContainsAny('.', ':');

    [GeneratedRegex(@"\A([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])(\.([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9]))*(:[0-9]+)?\z|\A\[[0-9a-fA-F:]+\](:[0-9]+)?\z")]
    private static partial Regex Host();

    [GeneratedRegex(@"\A[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z")]
    private static partial Regex TagForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]*([-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}\z")]
    private static partial Regex DigestForm();
}
