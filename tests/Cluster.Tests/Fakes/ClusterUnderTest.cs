using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Documents;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Fakes;

/// <summary>The room as the host builds it, over a fake API server, with short waits.</summary>
public sealed class ClusterUnderTest : IAsyncDisposable
{
    public static readonly GroupVersionResource Pods = new("", "v1", "pods");

    private readonly ServiceProvider _services;

    private ClusterUnderTest(FakeApiServer server, ServiceProvider services, RecordingLogger logger) => (Server, _services, Logger) = (server, services, logger);

    public FakeApiServer Server { get; }

    public RecordingLogger Logger { get; }

    public IInformers Informers => _services.GetRequiredService<IInformers>();

    public IClusterConnection Connection => _services.GetRequiredService<IClusterConnection>();

    public ICrdInstaller Crds => _services.GetRequiredService<ICrdInstaller>();

    public static async Task<ClusterUnderTest> StartAsync(Action<ClusterOptions>? configure = null, TimeProvider? time = null, string? token = null, IOwnDocuments? own = null)
    {
        var server = await FakeApiServer.StartAsync(token);
        var logger = new RecordingLogger();
        var services = new ServiceCollection()
            .AddSingleton(time ?? TimeProvider.System)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logger))
            .AddCluster(options =>
            {
                options.Kubeconfig = server.Kubeconfig;
                options.MinBackoff = TimeSpan.FromMilliseconds(1);
                options.MaxBackoff = TimeSpan.FromMilliseconds(20);
                configure?.Invoke(options);
            });
        if (own is not null) services.AddSingleton(own);
        return new ClusterUnderTest(server, services.BuildServiceProvider(), logger);
    }

    /// <summary>How many watches were asked for.</summary>
    public int Watches => Server.Requests.Count(request => request.Contains("watch", StringComparison.Ordinal));

    public FakeCollection PodsAtServer() => Server.Collection("/api/v1/pods", "v1", "Pod");

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Server.DisposeAsync();
    }
}
