using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

namespace KubeEdge.EdgeMesh.Distribution.Tests;

/// <summary>CAs as a test wants them.</summary>
internal sealed class FakePodAuthorities : IPodAuthorities
{
    public string Pem { get; set; } = "";

    public event Action? Changed;

    public void Change(string pem)
    {
        Pem = pem;
        Changed?.Invoke();
    }
}
