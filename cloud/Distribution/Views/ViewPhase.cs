namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>How far a collection has come in a session.</summary>
internal enum ViewPhase
{
    /// <summary>Nothing is sent: the cluster has not been read yet, or an interest is undecided.</summary>
    Waiting,

    /// <summary>Changes flow; the node was asked what it holds where digests differ.</summary>
    Comparing,

    /// <summary>Changes flow; the node has been told that it has everything.</summary>
    Live,
}
