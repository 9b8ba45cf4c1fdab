namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Why an informer asks for everything.</summary>
internal enum Relist
{
    /// <summary>It begins.</summary>
    Start,

    /// <summary>The server has answered 410: it has let go of the version from which the informer wanted to go on.</summary>
    Expired,
}
