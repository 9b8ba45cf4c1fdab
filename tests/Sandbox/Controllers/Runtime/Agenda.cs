using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;

/// <summary>What is to be looked at: now, each item once, and later, each item at its earliest time. Of one thread.</summary>
internal sealed class Agenda(TimeProvider time)
{
    private readonly Queue<(IController, ObjectKey)> _now = [];
    private readonly HashSet<(IController, ObjectKey)> _waiting = [];
    private readonly PriorityQueue<(IController, ObjectKey), DateTimeOffset> _later = new();
    private readonly Dictionary<(IController, ObjectKey), DateTimeOffset> _due = [];

    public void Add(IController controller, ObjectKey key)
    {
        if (_waiting.Add((controller, key)))
            _now.Enqueue((controller, key));
    }

    public void AddAfter(IController controller, ObjectKey key, TimeSpan delay)
    {
        var due = time.GetUtcNow() + delay;
        if (_due.TryGetValue((controller, key), out var known) && known <= due)
            return;

        _due[(controller, key)] = due;
        _later.Enqueue((controller, key), due);
    }

    /// <summary>The next item that is due.</summary>
    public bool TryTake(out IController controller, out ObjectKey key)
    {
        while (_later.TryPeek(out var item, out var due) && due <= time.GetUtcNow())
        {
            _later.Dequeue();
            // An entry that was overtaken by an earlier one for the same item is stale.
            if (_due.TryGetValue(item, out var current) && current == due)
            {
                _due.Remove(item);
                Add(item.Item1, item.Item2);
            }
        }

        var found = _now.TryDequeue(out var next);
        (controller, key) = next;
        if (found)
            _waiting.Remove(next);
        return found;
    }

    /// <summary>How long until the next item is due; null where none is planned.</summary>
    public TimeSpan? Pause() =>
        _now.Count > 0 ? TimeSpan.Zero
        : !_later.TryPeek(out _, out var due) ? null
        : due - time.GetUtcNow() is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}
