namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What was taken from an outbox to be sent as one message.</summary>
internal sealed class OutboxBatch
{
    private const int MarkBytes = 64;
    private List<ObjectChange> _changes = [];
    private readonly List<Mark> _marks = [];
    private readonly List<InventoryQuestion> _questions = [];

    public IReadOnlyList<ObjectChange> Changes => _changes;

    public IReadOnlyList<Mark> Marks => _marks;

    public IReadOnlyList<InventoryQuestion> Questions => _questions;

    /// <summary>About how long it is on the wire.</summary>
    public int Bytes { get; private set; }

    /// <summary>
    /// Whether the node has to acknowledge it. Marks alone it need not: one that is lost is said again, and at every node, every few seconds, an answer is
    /// half the cost.
    /// </summary>
    public bool IsAcknowledged { get; private set; }

    /// <summary>Asks for an acknowledgement in any case.</summary>
    public void AddBeat() => IsAcknowledged = true;

    public void Add(ObjectChange change)
    {
        _changes.Add(change);
        IsAcknowledged = true;
        Bytes += change.Size;
    }

    public void Add(Mark mark)
    {
        _marks.Add(mark);
        IsAcknowledged |= mark.State != MarkState.Complete;
        Bytes += MarkBytes + mark.Reason.Length;
    }

    public void Add(InventoryQuestion question)
    {
        _questions.Add(question);
        IsAcknowledged = true;
        Bytes += MarkBytes + (2 * question.Buckets.Count);
    }

    /// <summary>
    /// Puts the changes in the order of their revisions. A newer state that took an older one's place in the queue stands before others that are older than it,
    /// and a node that heard of it first could not serve those at their own revisions any more. They are applied as one, so no order between objects is lost.
    /// </summary>
    public void Order()
    {
        for (var i = 1; i < _changes.Count; i++)
        {
            if (_changes[i].Revision >= _changes[i - 1].Revision) continue;
            _changes = [.. _changes.OrderBy(change => change.Revision)];
            return;
        }
    }
}
