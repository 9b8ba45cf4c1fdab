using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Apis;

/// <summary>An API server to follow.</summary>
public abstract class ApiUnderTest : IAsyncLifetime
{
    /// <summary>Why there can be none here; null where there can.</summary>
    public abstract string? Missing { get; }

    public string KubeconfigFile { get; } = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public IClusterClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;

        (Client, var kubeconfig) = await StartAsync();
        await File.WriteAllTextAsync(KubeconfigFile, kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(KubeconfigFile);
        await StopAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<(IClusterClient Client, string Kubeconfig)> StartAsync();

    protected abstract Task StopAsync();
}
