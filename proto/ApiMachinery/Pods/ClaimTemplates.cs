namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;

/// <summary>The resource claims that the cluster makes for a pod: the spec names the template, the status what was made of it.</summary>
internal sealed class ClaimTemplates
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);

    /// <summary>The claims that are there; one that is not needed never is.</summary>
    public IEnumerable<string> Claims => _used.Select(name => _made.GetValueOrDefault(name, ""));

    /// <summary>The spec has a claim of this name by a template.</summary>
    public void Use(string name) => _used.Add(name);

    /// <summary>The status says which claim that is; the first that does counts.</summary>
    public void Make(string name, string claim) => _made.TryAdd(name, claim);
}
