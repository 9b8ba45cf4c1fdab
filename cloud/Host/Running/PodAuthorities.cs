using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>Who signs for MetaServers is enrolment's to say; what pods see is distribution's.</summary>
internal sealed class PodAuthorities(IAppendedAuthorities appended) : IPodAuthorities
{
    public string Pem => appended.Pem;

    public event Action? Changed
    {
        add => appended.Changed += value;
        remove => appended.Changed -= value;
    }
}
