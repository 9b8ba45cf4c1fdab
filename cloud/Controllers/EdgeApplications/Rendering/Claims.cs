namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>Which object is made by what: nothing is made twice.</summary>
internal sealed class Claims
{
    private readonly Dictionary<(string Group, string Kind, string Namespace, string Name), string> _places = [];

    /// <summary>Claims an object; says who has it already, or null.</summary>
    public string? Claim(RenderedObject made, string by)
    {
        var slash = made.ApiVersion.IndexOf('/', StringComparison.Ordinal);
        var key = (slash < 0 ? "" : made.ApiVersion[..slash], made.Kind, made.Namespace, made.Name);
        if (_places.TryGetValue(key, out var first)) return first;
        _places.Add(key, by);
        return null;
    }
}
