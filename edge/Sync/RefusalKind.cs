namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>What a person has to mend before the cloud takes this daemon.</summary>
public enum RefusalKind
{
    /// <summary>The certificate is missing, or is of another node.</summary>
    Identity,

    /// <summary>Another daemon is connected under the same name.</summary>
    SecondDaemon,

    /// <summary>The cluster has no such Node. It mends itself where the Node is registered later.</summary>
    UnknownNode,

    /// <summary>Cloud and edge have no protocol in common.</summary>
    Versions,
}
