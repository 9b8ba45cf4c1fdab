namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>
/// Tells people what happened to an object, as Events (<c>kubectl describe</c>, <c>kubectl events</c>). An Event is a courtesy: to record one never waits and
/// never fails. The same words about the same object within minutes are one Event with a count, and one object gets only so many.
/// </summary>
internal interface IEventRecorder
{
    /// <summary>Records what happened.</summary>
    /// <param name="regarding">What it happened to.</param>
    /// <param name="type">Whether somebody should look at it.</param>
    /// <param name="reason">One CamelCase word, by which Events are found: <c>NodeJoined</c>.</param>
    /// <param name="action">One CamelCase word for what was done or tried: <c>Label</c>.</param>
    /// <param name="note">One sentence for a person. Cut after 1024 bytes.</param>
    /// <param name="related">Another object that had a part in it.</param>
    void Record(ObjectReference regarding, EventType type, string reason, string action, string note, ObjectReference? related = null);
}
