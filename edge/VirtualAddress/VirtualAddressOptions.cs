using System.Net;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>The addresses that this node has for its own pods only.</summary>
public sealed class VirtualAddressOptions
{
    /// <summary>The addresses; none by default: nothing is made then. Loopback, multicast and "any" are no such addresses.</summary>
    public IList<IPAddress> Addresses { get; } = [];

    /// <summary>The device that carries them, 1 to 15 characters. It is ours alone.</summary>
    public string Device { get; set; } = "edgemesh0";

    /// <summary>The kernel's kind of that device: one that needs no hardware.</summary>
    public string Kind { get; set; } = "dummy";

    /// <summary>How often it is looked whether the addresses are still there; more than zero. Default 2 s.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(2);
}
