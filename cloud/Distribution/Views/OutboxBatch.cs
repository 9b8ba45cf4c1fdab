namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What was taken from an outbox to be sent as one message.</summary>
internal sealed class OutboxBatch
{
    private const int MarkBytes = 64;
    private readonly List<ObjectChange> _changes = [];
    private readonly List<Mark> _marks = [];
    private readonly List<InventoryQuestion> _questions = [];

    public IReadOnlyList<ObjectChange> Changes => _changes;

    public IReadOnlyList<Mark> Marks => _marks;

    public IReadOnlyList<InventoryQuestion> Questions => _questions;

    /// <summary>About how long it is on the wire.</summary>
    public int Bytes { get; private set; }

    public void Add(ObjectChange change)
    {
        _changes.Add(change);
        Bytes += change.Size;
    }

    public void Add(Mark mark)
    {
        _marks.Add(mark);
        Bytes += MarkBytes + mark.Reason.Length;
    }

    public void Add(InventoryQuestion question)
    {
        _questions.Add(question);
        Bytes += MarkBytes + (2 * question.Buckets.Count);
    }
}
