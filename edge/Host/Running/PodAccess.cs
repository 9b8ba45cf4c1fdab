using System.Net;
using KubeEdge.EdgeMesh.Edge.Host.Commands;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>Where pods outside the host's network reach the MetaServer.</summary>
/// <param name="Virtual">The addresses that the daemon makes for them; empty for none.</param>
/// <param name="Advertised">What the endpoints of <c>default/kubernetes</c> say on this node: at most one address of a family; empty where there is none.</param>
/// <param name="Port">The port there; 0 where nothing is advertised.</param>
/// <param name="Listen">All that the MetaServer listens on.</param>
internal sealed record PodAccess(IReadOnlyList<IPAddress> Virtual, IReadOnlyList<IPAddress> Advertised, int Port, IReadOnlyList<IPEndPoint> Listen)
{
    /// <summary>
    /// The MetaServer listens on each virtual address too, at the port of the first <paramref name="listen"/>. Without a virtual address
    /// what is advertised must be one of <paramref name="listen"/>.
    /// </summary>
    /// <exception cref="UsageException">The flags contradict each other.</exception>
    public static PodAccess Decide(IReadOnlyList<IPEndPoint> listen, IReadOnlyList<IPAddress> virtualAddresses, IReadOnlyList<IPAddress> advertise)
    {
        var port = listen[0].Port;
        if (virtualAddresses.Count > 0 && port == 0)
            throw new UsageException("--listen with port 0 leaves pods without a port that they could be told: name one, or switch the virtual address off with --virtual-ip none.");

        var all = listen.Concat(virtualAddresses.Where(address => !listen.Any(endpoint => Serves(endpoint, address)))
            .Select(address => new IPEndPoint(address, port))).ToList();
        var advertised = advertise.Count > 0 ? advertise : virtualAddresses.DistinctBy(address => address.AddressFamily).ToList();
        if (advertised.GroupBy(address => address.AddressFamily).Any(family => family.Count() > 1))
            throw new UsageException("--advertise takes one address of each family: an endpoint is told once.");

        var ports = new HashSet<int>();
        foreach (var address in advertised)
        {
            if (IPAddress.IsLoopback(address))
                throw new UsageException($"--advertise {address} is a loopback address, which no pod outside the host's network reaches: give one of this node's own.");
            var serving = all.Find(endpoint => Serves(endpoint, address))
                ?? throw new UsageException($"--advertise {address}: the MetaServer does not listen there. Add --listen {new IPEndPoint(address, port == 0 ? Arguments.DefaultListen.Port : port)}.");
            ports.Add(serving.Port);
        }

        return ports.Count switch
        {
            0 => new PodAccess(virtualAddresses, advertised, 0, all),
            1 when ports.Single() != 0 => new PodAccess(virtualAddresses, advertised, ports.Single(), all),
            1 => throw new UsageException("--advertise wants a --listen with a port other than 0."),
            _ => throw new UsageException("--advertise: pods are told one port for both families; let --listen use the same port for them."),
        };
    }

    private static bool Serves(IPEndPoint endpoint, IPAddress address) =>
        endpoint.Address.Equals(address) || endpoint.Address.Equals(IPAddress.Any) || endpoint.Address.Equals(IPAddress.IPv6Any);
}
