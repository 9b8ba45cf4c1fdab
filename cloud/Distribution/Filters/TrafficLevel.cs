namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>How far from its caller a backend may be; each level holds those before it.</summary>
internal enum TrafficLevel
{
    /// <summary>On the caller's node.</summary>
    Node,

    /// <summary>On a node of the caller's group.</summary>
    Group,

    /// <summary>Anywhere, backends without a node included.</summary>
    Any,
}
