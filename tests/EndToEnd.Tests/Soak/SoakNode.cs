using System.Net;
using KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>A node with something to cut on both sides: its link to the cloud, and the connections of its pods.</summary>
internal sealed class SoakNode(EdgeNode edge, CuttableRelay link) : IAsyncDisposable
{
    private readonly CuttableRelay _door = new(IPEndPoint.Parse($"127.0.0.1:{edge.Port}"));
    private KubeApi? _pod;

    public EdgeNode Edge { get; } = edge;

    /// <summary>Between the daemon and the cloud.</summary>
    public CuttableRelay Link { get; } = link;

    /// <summary>The node's MetaServer as its pods see it: through connections that break.</summary>
    public KubeApi Pod => _pod ?? throw new InvalidOperationException("The node has not joined.");

    /// <summary>The kubeconfig of <see cref="Pod"/>.</summary>
    public string KubeconfigPath => Edge.KubeconfigPath + ".pod";

    /// <summary>Joins through the link and starts the daemon.</summary>
    public async Task JoinAsync(string joinToken, string accountToken, CancellationToken cancellation)
    {
        var joined = await Edge.JoinAsync(Link.Address, joinToken);
        if (joined.ExitCode != 0) throw new InvalidOperationException($"{Edge.Name} could not join: {joined.Error}");
        await Edge.UseTokenAsync(accountToken);
        var text = await File.ReadAllTextAsync(Edge.KubeconfigPath, cancellation);
        await File.WriteAllTextAsync(KubeconfigPath, text.Replace($"127.0.0.1:{Edge.Port}", _door.Address, StringComparison.Ordinal), cancellation);
        _pod = KubeApi.FromKubeconfig(await File.ReadAllTextAsync(KubeconfigPath, cancellation));
        Edge.Start();
    }

    /// <summary>Between the daemon and its pods.</summary>
    public CuttableRelay Door => _door;

    /// <summary>Breaks every connection that a pod has open; new ones are let in at once.</summary>
    public void BreakConnections()
    {
        _door.Cut();
        _door.Mend();
    }

    public async ValueTask DisposeAsync()
    {
        _pod?.Dispose();
        await _door.DisposeAsync();
        await Link.DisposeAsync();
    }
}
