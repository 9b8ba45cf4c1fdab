namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>How hard a commit presses its bytes to the disk. A killed process loses nothing at any level.</summary>
public enum SynchronousLevel
{
    /// <summary>Leaves it to the system: a power failure may damage the file. For tests and throw-away stores.</summary>
    Off,

    /// <summary>A power failure may take the last commits back, never damage the file: the cloud sends them again.</summary>
    Normal,

    /// <summary>A power failure takes nothing back; each commit waits for the disk.</summary>
    Full,
}
