using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>Events as <c>Kind/name Type Reason: note</c>.</summary>
internal sealed class RecordedEvents : IEventRecorder
{
    public ConcurrentQueue<string> All { get; } = new();

    public void Record(ObjectReference regarding, EventType type, string reason, string action, string note, ObjectReference? related = null) =>
        All.Enqueue($"{regarding.Kind}/{regarding.Name} {type} {reason}: {note}");
}
