namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>A network device.</summary>
/// <param name="Index">The kernel's number of it.</param>
/// <param name="Name">Its name.</param>
/// <param name="Kind">For example <c>dummy</c>; empty for hardware and for <c>lo</c>.</param>
/// <param name="IsUp">Whether it is switched on.</param>
internal sealed record HostLink(int Index, string Name, string Kind, bool IsUp);
