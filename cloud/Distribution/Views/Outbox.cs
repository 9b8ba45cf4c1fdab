using System.Threading.Channels;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// What one session still has to send. Keyed by object: a newer state takes the place of an older unsent one, so the queue is never longer than
/// the node's share, however slow the node. Order is that of the first enqueue, and within a batch that of revisions. Marks stand behind everything that was
/// enqueued before them.
/// </summary>
internal sealed class Outbox
{
    private const int SmallCapacity = 256;
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectIdentity, Slot> _changes = [];
    private readonly Dictionary<(GroupVersionResource, MarkState, string), Slot> _marks = [];
    private readonly Queue<Slot> _order = [];
    private readonly Dictionary<GroupVersionResource, List<Slot>> _gathered = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _count;
    private bool _beating;

    /// <summary>How much is waiting to be taken.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Until <see cref="LetGo"/>, on the same thread, nothing is taken: several changes of one cause leave together.</summary>
    public void Hold() => _gate.Enter();

    /// <summary>Ends <see cref="Hold"/>.</summary>
    public void LetGo() => _gate.Exit();

    /// <summary>
    /// Until <see cref="Release"/>, changes of the collection are kept back. A difference leaves in the order of revisions, and with it what happens while it
    /// is found out: a node that was told of a higher revision first would have to serve the others at another one than their own.
    /// </summary>
    public void Gather(GroupVersionResource collection)
    {
        lock (_gate) _gathered.TryAdd(collection, []);
    }

    /// <summary>Ends <see cref="Gather"/>.</summary>
    public void Release(GroupVersionResource collection)
    {
        lock (_gate)
        {
            if (!_gathered.Remove(collection, out var kept)) return;
            foreach (var slot in kept.OrderBy(slot => slot.Change!.Revision)) Append(slot);
        }
    }

    public void Enqueue(ObjectChange change)
    {
        lock (_gate)
        {
            if (_changes.TryGetValue(change.Identity, out var slot))
            {
                slot.Change = change;
                return;
            }
            slot = new Slot { Change = change };
            _changes.Add(change.Identity, slot);
            if (_gathered.Count > 0 && _gathered.TryGetValue(change.Identity.Collection, out var kept)) kept.Add(slot);
            else Append(slot);
        }
    }

    public void Enqueue(Mark mark)
    {
        var key = (mark.Collection, mark.State, mark.User);
        lock (_gate)
        {
            if (_marks.TryGetValue(key, out var older)) Cancel(older);
            Append(_marks[key] = new Slot { Mark = mark });
        }
    }

    /// <summary>Notes progress, unless a mark of the collection is waiting anyway: moving that back for ever would starve it.</summary>
    public bool TryEnqueueProgress(Mark mark)
    {
        var key = (mark.Collection, mark.State, mark.User);
        lock (_gate)
        {
            if (_marks.ContainsKey(key)) return false;
            Append(_marks[key] = new Slot { Mark = mark });
            return true;
        }
    }

    public void Enqueue(InventoryQuestion question)
    {
        lock (_gate) Append(new Slot { Question = question });
    }

    /// <summary>Sees to it that something is sent that has to be acknowledged, be it empty.</summary>
    public void EnqueueBeat()
    {
        lock (_gate)
        {
            if (_beating) return;
            _beating = true;
            Append(new Slot());
        }
    }

    /// <summary>Drops what is waiting of a collection, before it is forgotten.</summary>
    public void Drop(GroupVersionResource collection)
    {
        lock (_gate)
        {
            if (_gathered.Remove(collection, out var kept))
            {
                foreach (var slot in kept) _changes.Remove(slot.Change!.Identity);
            }
            foreach (var (identity, slot) in _changes.Where(pair => pair.Key.Collection == collection).ToList())
            {
                Cancel(slot);
                _changes.Remove(identity);
            }
            foreach (var (key, slot) in _marks.Where(pair => pair.Key.Item1 == collection).ToList())
            {
                Cancel(slot);
                _marks.Remove(key);
            }
        }
    }

    /// <summary>Takes the oldest, up to about <paramref name="maxBytes"/> (at least one). A FORGET ends a batch: nothing of it may follow in the same message.</summary>
    public OutboxBatch? Take(int maxBytes)
    {
        lock (_gate)
        {
            if (_count == 0) return null;
            var batch = new OutboxBatch();
            while (batch.Bytes < maxBytes && _order.TryDequeue(out var slot))
            {
                if (slot.Cancelled) continue;
                _count--;
                if (slot.Change is { } change)
                {
                    _changes.Remove(change.Identity);
                    batch.Add(change);
                }
                else if (slot.Mark is { } mark)
                {
                    _marks.Remove((mark.Collection, mark.State, mark.User));
                    batch.Add(mark);
                    if (mark.State == MarkState.Forget) break;
                }
                else if (slot.Question is { } question)
                {
                    batch.Add(question);
                }
                else
                {
                    _beating = false;
                    batch.AddBeat();
                }
            }
            if (_count > 0) Signal();
            else Shrink();
            batch.Order();
            return batch;
        }
    }

    /// <summary>Completes when there may be something to take.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _signal.Reader.ReadAsync(cancellationToken);

    /// <summary>A snapshot has gone through: what it took is given back, or every session would keep room for a whole share that it needs never again.</summary>
    private void Shrink()
    {
        if (_changes.Count > 0 || Math.Max(_changes.Capacity, _order.Capacity) <= SmallCapacity) return;
        _changes.TrimExcess();
        _order.TrimExcess();
    }

    private void Append(Slot slot)
    {
        _order.Enqueue(slot);
        _count++;
        Signal();
    }

    private void Cancel(Slot slot)
    {
        slot.Cancelled = true;
        _count--;
    }

    private void Signal() => _signal.Writer.TryWrite(true);

    private sealed class Slot
    {
        public ObjectChange? Change { get; set; }

        public Mark? Mark { get; init; }

        public InventoryQuestion? Question { get; init; }

        public bool Cancelled { get; set; }
    }
}
