using System.Net;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>
/// A pod's own view, through the kernel: a real kube-proxy on its node knows nothing but the MetaServer, and the pod nothing but what every
/// pod is given. Where there is no kube-proxy, connections go where one would have sent them.
/// </summary>
public sealed class NodeNetworkTests
{
    private const int Connections = 40;
    private static readonly Random Dice = new(7);
    private static readonly string[] Expected = ["till-1", "till-2"];

    [Fact]
    public async Task Pod_OnlineOfflineAndAfterAnOfflineRestart_StaysInItsGroupAndHasItsApi()
    {
        if (NetworkNamespace.Missing is { } why) Assert.Skip(why);
        var cancellation = TestContext.Current.CancellationToken;
        await using var world = await NodeWorld.StartAsync(cancellation);
        await AllIsWellAsync(world, "online", cancellation);
        await OpenServiceReachesBothAsync(world, cancellation);
        await PodsAreHeldWholeAsync(world, cancellation);

        await world.Network.CutAsync();
        await AllIsWellAsync(world, "offline", cancellation);

        await world.LosePowerAsync();
        world.StartDaemon();
        world.StartProxy();
        await AllIsWellAsync(world, "after an offline restart", cancellation);
    }

    private static async Task AllIsWellAsync(NodeWorld world, string when, CancellationToken cancellation)
    {
        var proxy = world.NodeClient(world.ProxyToken);
        await world.EventuallyAsync($"{when}: the proxy reads its destinations", async () =>
        {
            var destinations = await ServiceDestinations.ReadAsync(proxy, cancellation);
            if (destinations.Of(NodeWorld.Closed).Count == 0 || destinations.Of(NodeWorld.Kubernetes).Count == 0) throw new IOException("no destinations yet");
        }, cancellation);
        var read = await ServiceDestinations.ReadAsync(proxy, cancellation);
        Assert.Equal([world.Network.SecondAddress], read.Of(NodeWorld.Closed).Select(destination => destination.Address));
        Assert.Equal([IPEndPoint.Parse("169.254.30.10:10550")], read.Of(NodeWorld.Kubernetes));
        await proxy.GetStringAsync(new Uri($"/api/v1/nodes?fieldSelector=metadata.name%3D{NodeWorld.NodeName}", UriKind.Relative), cancellation);

        // The kernel's rules come a moment later.
        await world.EventuallyAsync($"{when}: the closed Service answers", () => ConnectAsync(world, NodeWorld.Closed, cancellation), cancellation);
        for (var i = 0; i < Connections; i++) Assert.Equal(NodeWorld.Own, await ConnectAsync(world, NodeWorld.Closed, cancellation));
        await PodListsPodsAsync(world, when, cancellation);
        if (NodeWorld.KubeProxy is not null && Kubectl.Missing is null) await InClusterKubectlAsync(world, when);
    }

    /// <summary>The control: what the closed Service keeps out can be reached, and is, by the way of an open one.</summary>
    private static async Task OpenServiceReachesBothAsync(NodeWorld world, CancellationToken cancellation)
    {
        var landed = new HashSet<string>();
        for (var i = 0; i < Connections * 5 && landed.Count < 2; i++) landed.Add(await ConnectAsync(world, NodeWorld.Open, cancellation));
        Assert.Equal([NodeWorld.Own, NodeWorld.Foreign], landed.OrderByDescending(name => name, StringComparer.Ordinal));
    }

    private static async Task<string> ConnectAsync(NodeWorld world, IPEndPoint service, CancellationToken cancellation)
    {
        var to = await ResolveAsync(world, service, cancellation);
        await using var connection = await world.Network.First.ConnectAsync(to, cancellation);
        return await Backend.AskAsync(connection, cancellation) is { Length: > 0 } name ? name : throw new IOException($"{service} closed the connection");
    }

    /// <summary>With kube-proxy the kernel decides; without, we do, by the same data.</summary>
    private static async Task<IPEndPoint> ResolveAsync(NodeWorld world, IPEndPoint service, CancellationToken cancellation)
    {
        if (NodeWorld.KubeProxy is not null) return service;
        var destinations = (await ServiceDestinations.ReadAsync(world.NodeClient(world.ProxyToken), cancellation)).Of(service);
        return destinations.ElementAt(Dice.Next(destinations.Count));
    }

    /// <summary>As any in-cluster client: the Service's name or its address from the environment, the token, and the ca.crt that it was given.</summary>
    private static async Task PodListsPodsAsync(NodeWorld world, string when, CancellationToken cancellation)
    {
        var to = await ResolveAsync(world, NodeWorld.Kubernetes, cancellation);
        foreach (var url in (string[])["https://kubernetes.default.svc", "https://kubernetes.default.svc.cluster.local", $"https://{NodeWorld.Kubernetes.Address}:443"])
        {
            // A kubelet that reads from the API server gives its pods the cluster's CA alone: where the cluster signs, that is enough.
            var authorities = NodeWorld.ClusterSigns ? world.ClusterAuthority : world.PodAuthorities;
            var client = world.NewClient(world.Network.First, url, authorities, world.PodToken, () => to);
            await world.EventuallyAsync($"{when}: {url} answers", async () =>
            {
                var list = JsonNode.Parse(await client.GetStringAsync(new Uri("/api/v1/namespaces/shop/pods", UriKind.Relative), cancellation))!;
                Assert.Equal(Expected, list["items"]!.AsArray().Select(pod => (string)pod!["metadata"]!["name"]!));
            }, cancellation);
        }
    }

    /// <summary>The real kubectl, in the pod, configured by nothing but what a pod is given.</summary>
    private static async Task InClusterKubectlAsync(NodeWorld world, string when)
    {
        var files = Directory.CreateTempSubdirectory("edgemesh-pod-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(files, "ca.crt"), world.PodAuthorities);
            await File.WriteAllTextAsync(Path.Combine(files, "token"), world.PodToken);
            await File.WriteAllTextAsync(Path.Combine(files, "namespace"), "shop");
            var script = $"""
                run=$(readlink -f /var/run) && mount -t tmpfs none "$run" && mkdir -p "$run/secrets/kubernetes.io/serviceaccount" &&
                cp {files}/* "$run/secrets/kubernetes.io/serviceaccount" &&
                exec env -u KUBECONFIG HOME=/nonexistent KUBERNETES_SERVICE_HOST={NodeWorld.Kubernetes.Address} KUBERNETES_SERVICE_PORT=443 kubectl --cache-dir {files}/cache get pods -o name
                """;
            var result = await world.Network.First.RunAsync("unshare", "--mount", "sh", "-c", script);
            Assert.True(result.ExitCode == 0, $"{when}: {result.Error}");
            Assert.Equal(Expected.Select(name => $"pod/{name}"), result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        finally
        {
            Directory.Delete(files, recursive: true);
        }
    }

    /// <summary>All pods of the shop are more than the node's own share: it holds them once a pod has read them.</summary>
    private static Task PodsAreHeldWholeAsync(NodeWorld world, CancellationToken cancellation) => world.EventuallyAsync("pods are held whole", async () =>
    {
        var collections = (await world.StatusAsync())["collections"]!.AsArray();
        if (!collections.Any(held => (string?)held!["collection"] == "v1/pods" && (string?)held["complete"] == "all")) throw new IOException("pods are not held whole yet");
    }, cancellation);
}
