namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>The cluster's CA signs for MetaServers, too.</summary>
internal sealed class NoPodAuthorities : IPodAuthorities
{
    public string Pem => "";

    public event Action? Changed
    {
        add { }
        remove { }
    }
}
