namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>How the virtual addresses are.</summary>
public interface IVirtualAddresses
{
    /// <summary>Those that the node has; empty before the start.</summary>
    IReadOnlyList<HeldAddress> Held { get; }

    /// <summary>Why they could not be repaired the last time, for a person; null where all is well.</summary>
    string? Problem { get; }
}
