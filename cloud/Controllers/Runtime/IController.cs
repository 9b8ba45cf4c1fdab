namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>
/// Writes one part of the cluster. It runs while this process leads, so never in two processes at a time; leadership may be lost and won
/// again, so it may be run again after it has ended. Register it as a singleton of this type: <see cref="ControllerHost"/> runs them all.
/// </summary>
internal interface IController
{
    /// <summary>What logs and metrics call it: lower case, one word.</summary>
    string Name { get; }

    /// <summary>
    /// Works until the token; when it returns, nothing that it started goes on. To return or to throw before that is a failure: it is logged,
    /// and the controller is run anew after a while.
    /// </summary>
    Task RunAsync(CancellationToken cancellationToken);
}
