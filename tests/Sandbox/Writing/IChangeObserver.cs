namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>
/// Hears of every committed change, in order, before the writer gets its answer. Must be quick and must not write: what follows from a
/// change belongs in a queue.
/// </summary>
internal interface IChangeObserver
{
    void Changed(Change change);
}
