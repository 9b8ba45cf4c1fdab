namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Why an informer asks for everything.</summary>
internal enum Relist
{
    /// <summary>It begins.</summary>
    Start,

    /// <summary>The server has answered 410: it has let go of the version from which the informer wanted to go on.</summary>
    Expired,

    /// <summary>
    /// The watch broke off in a way in which this client begins anew of its own accord, at the version that it has: client-go does where it is neither
    /// a refused connection nor too many requests.
    /// </summary>
    Broken,

    /// <summary>It never watches.</summary>
    Polled,
}
