using System.Net;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>An address of a device.</summary>
/// <param name="Link">The device's number.</param>
/// <param name="Address">The address.</param>
/// <param name="Label">What its maker called it; empty where it has no label (IPv6 has none).</param>
internal sealed record HostAddress(int Link, IPAddress Address, string Label);
