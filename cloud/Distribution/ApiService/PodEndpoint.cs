using System.Net;
using System.Net.Sockets;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>Where the pods of a node reach its MetaServer. Nodes that say the same are one audience.</summary>
/// <param name="Four">The IPv4 address; null for none.</param>
/// <param name="Six">The IPv6 address; null for none.</param>
/// <param name="Port">The port at both.</param>
internal sealed record PodEndpoint(IPAddress? Four, IPAddress? Six, int Port)
{
    /// <summary>Names the audience.</summary>
    public string Key { get; } = $"{Four} {Six} {Port}";

    /// <summary>What an edge says, checked.</summary>
    /// <exception cref="FormatException">No pod could reach that.</exception>
    public static PodEndpoint Read(IReadOnlyCollection<string> addresses, uint port)
    {
        if (port is 0 or > ushort.MaxValue) throw new FormatException($"the MetaServer's port is {port}");
        IPAddress? four = null, six = null;
        foreach (var text in addresses)
        {
            if (!IPAddress.TryParse(text, out var address) || IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
                throw new FormatException($"the MetaServer's address is '{text}', which no pod can reach");
            ref var place = ref address.AddressFamily == AddressFamily.InterNetwork ? ref four : ref six;
            place = place is null ? address : throw new FormatException("the MetaServer has two addresses of one family");
        }
        return four is null && six is null ? throw new FormatException("the MetaServer has no address") : new PodEndpoint(four, six, (int)port);
    }
}
