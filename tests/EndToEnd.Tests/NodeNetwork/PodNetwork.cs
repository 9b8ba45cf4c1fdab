using System.Net;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.NodeNetwork;

/// <summary>
/// A node with two pods, each in a namespace of its own. The node's way to the outside, where the cluster is, leads to the host; the pods'
/// ways lead over the node.
/// </summary>
internal sealed class PodNetwork : IAsyncDisposable
{
    private readonly string _link;

    private PodNetwork(int number, NetworkNamespace node, NetworkNamespace first, NetworkNamespace second)
    {
        (Node, First, Second) = (node, first, second);
        _link = $"em{number}";
        Outside = IPAddress.Parse($"10.213.{number}.1");
        NodeAddress = IPAddress.Parse($"10.213.{number}.2");
        FirstAddress = IPAddress.Parse($"10.214.{number}.2");
        SecondAddress = IPAddress.Parse($"10.214.{number}.6");
    }

    public NetworkNamespace Node { get; }

    public NetworkNamespace First { get; }

    public NetworkNamespace Second { get; }

    /// <summary>The host's end of the node's link.</summary>
    public IPAddress Outside { get; }

    public IPAddress NodeAddress { get; }

    public IPAddress FirstAddress { get; }

    public IPAddress SecondAddress { get; }

    public static async Task<PodNetwork> CreateAsync()
    {
        // Others may be testing on this machine.
        var number = Environment.ProcessId % 250;
        var (node, first, second) = (
            await NetworkNamespace.CreateAsync($"em{number}-node"), await NetworkNamespace.CreateAsync($"em{number}-pod1"), await NetworkNamespace.CreateAsync($"em{number}-pod2"));
        var network = new PodNetwork(number, node, first, second);
        await network.ConnectAsync(number);
        return network;
    }

    /// <summary>The node's link to the outside is cut.</summary>
    public Task CutAsync() => NetworkNamespace.IpAsync("link", "set", _link, "down");

    public async ValueTask DisposeAsync()
    {
        // The links go with their namespaces.
        foreach (var ns in new[] { First, Second, Node }) await ns.DisposeAsync();
    }

    private async Task ConnectAsync(int number)
    {
        await NetworkNamespace.IpAsync("link", "add", _link, "type", "veth", "peer", "name", "eth0", "netns", Node.Name);
        await NetworkNamespace.IpAsync("address", "add", $"{Outside}/30", "dev", _link);
        await NetworkNamespace.IpAsync("link", "set", _link, "up");
        await Node.IpInsideAsync("address", "add", $"{NodeAddress}/30", "dev", "eth0");
        await Node.IpInsideAsync("link", "set", "eth0", "up");
        await Node.IpInsideAsync("route", "add", "default", "via", $"{Outside}");
        await NetworkNamespace.IpAsync("route", "add", $"10.214.{number}.0/29", "via", $"{NodeAddress}");
        await ConnectPodAsync(First, "pod1", $"10.214.{number}.1", FirstAddress);
        await ConnectPodAsync(Second, "pod2", $"10.214.{number}.5", SecondAddress);
        var forwarding = await Node.RunAsync("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        if (forwarding.ExitCode != 0) throw new InvalidOperationException(forwarding.Error);
    }

    private async Task ConnectPodAsync(NetworkNamespace pod, string link, string gateway, IPAddress address)
    {
        await Node.IpInsideAsync("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", pod.Name);
        await Node.IpInsideAsync("address", "add", $"{gateway}/30", "dev", link);
        await Node.IpInsideAsync("link", "set", link, "up");
        await pod.IpInsideAsync("address", "add", $"{address}/30", "dev", "eth0");
        await pod.IpInsideAsync("link", "set", "eth0", "up");
        await pod.IpInsideAsync("route", "add", "default", "via", gateway);
    }
}
