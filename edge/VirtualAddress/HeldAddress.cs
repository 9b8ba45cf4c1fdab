using System.Net;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>Where a virtual address is.</summary>
/// <param name="Address">The address.</param>
/// <param name="Device">The device that has it.</param>
/// <param name="IsOurs">Whether it goes with us; somebody else's stays.</param>
public sealed record HeldAddress(IPAddress Address, string Device, bool IsOurs);
