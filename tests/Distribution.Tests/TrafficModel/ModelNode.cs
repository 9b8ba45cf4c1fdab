using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>A node with its stream. Whatever is delivered is judged before it is applied: by what its replica knows at that moment, it has to be right.</summary>
internal sealed class ModelNode(string name, IEdgeCopy copy) : IDisposable
{
    private readonly Queue<InventoryQuestion> _questions = [];
    private Viewer? _viewer;
    private bool _gone;

    public string Name => name;

    public IEdgeCopy Copy => copy;

    public Replica? Replica { get; private set; }

    /// <summary>How many changes it was sent.</summary>
    public long Delivered { get; private set; }

    public void Connect(Replica replica)
    {
        Disconnect();
        if (!replica.View.HasNode(name)) return;
        (Replica, _gone) = (replica, false);
        _viewer = replica.View.Attach(name, copy.Hello(), new HashSet<GroupVersionResource>(), () => _gone = true);
    }

    public void Disconnect()
    {
        if (_viewer is not null) Replica!.View.Detach(_viewer);
        (_viewer, Replica) = (null, null);
        _questions.Clear();
    }

    /// <summary>Takes up to so many messages. The last one may be lost on the way, and with it the stream.</summary>
    public void Drain(int messages = int.MaxValue, bool loseLast = false)
    {
        if (_viewer is null) return;
        while (messages-- > 0 && _viewer.Outbox.Take(900) is { } batch)
        {
            Judge(batch);
            if (loseLast && messages == 0)
            {
                Disconnect();
                return;
            }
            copy.Apply(batch, Replica!.View.Revision);
            foreach (var question in batch.Questions) _questions.Enqueue(question);
        }
        if (_gone) Disconnect();
    }

    /// <summary>Says what it holds, where it was asked.</summary>
    public void Answer()
    {
        while (_viewer is not null && _questions.TryDequeue(out var question))
        {
            var entries = copy.Inventory(question);
            Replica!.View.Answer(_viewer, question.Collection, entries.Take(entries.Count / 2), last: false);
            Replica.View.Answer(_viewer, question.Collection, entries.Skip(entries.Count / 2), last: true);
        }
    }

    /// <summary>Whether it has been told that it has everything.</summary>
    public bool IsLive(GroupVersionResource collection) => _viewer is not null && _viewer.Collections[collection].Phase == ViewPhase.Live;

    /// <summary>Compares all that it sees with all that it should see. Everything that was sent has been applied.</summary>
    public void Compare()
    {
        if (_viewer is null) return;
        var seen = copy.Seen;
        foreach (var collection in (GroupVersionResource[])[Collections.EndpointSlices, Collections.Endpoints])
        {
            if (!IsLive(collection)) continue;
            var right = 0;
            foreach (var (identity, line) in TrafficReference.Share(Replica!.Knows, name))
            {
                if (identity.Collection != collection) continue;
                if (!seen.TryGetValue(identity, out var held) || held != line) Assert.Fail($"{name} sees of {identity} '{held ?? "nothing"}', not '{line}'");
                right++;
            }
            if (seen.Keys.Count(identity => identity.Collection == collection) != right)
                Assert.Fail($"{name} sees {string.Join(", ", seen.Keys.Except(TrafficReference.Share(Replica!.Knows, name).Select(pair => pair.Key)))}, which are not for it");
        }
    }

    public void Dispose()
    {
        Disconnect();
        copy.Dispose();
    }

    private void Judge(OutboxBatch batch)
    {
        foreach (var change in batch.Changes)
        {
            Delivered++;
            var identity = change.Identity;
            if (identity.Collection != Collections.EndpointSlices && identity.Collection != Collections.Endpoints) continue;
            Assert.True(Replica!.HasRead(identity.Collection), $"{name} was sent {identity} before the cluster was read");
            var right = TrafficReference.Of(Replica.Knows, name, identity);
            var sent = change.IsDeletion ? null : FactJson.Read(change.Json);
            if (sent != right) Assert.Fail($"{name} was sent of {identity} '{sent ?? "its deletion"}', not '{right ?? "its deletion"}'");
            Assert.True(change.Revision <= Replica.View.Revision, $"{name} was sent {identity} at {change.Revision}, and the cluster is at {Replica.View.Revision}");
        }
    }
}
