using System.Globalization;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class ConcurrencyTests
{
    private const int Writers = 3;
    private const int Rounds = 300;

    /// <summary>Invariants 3, 4 and 6 under load: readers that list and then watch see one unbroken history, whenever they come.</summary>
    [Fact]
    public async Task ListThenWatch_WhileManyWrite_HasNoGapAndNoDuplicate()
    {
        using var store = new TestStore(options =>
        {
            (options.KeepEvents, options.MaxEvents, options.KeepTime) = (400, 400, TimeSpan.Zero);
            (options.WatchBufferEvents, options.Synchronous) = (8, Edge.Store.SynchronousLevel.Off);
        });
        var cancellation = TestContext.Current.CancellationToken;
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(store, writer), cancellation)).ToArray();
        var done = Task.WhenAll(writers);
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(() => FollowAsync(store, slow: reader % 2 == 0, done), cancellation)).ToArray();
        var pruner = Task.Run(() => { while (!done.IsCompleted) store.Open.Prune(); }, cancellation);
        await done.WaitAsync(TimeSpan.FromSeconds(120), cancellation);
        await Task.WhenAll([.. readers, pruner]).WaitAsync(TimeSpan.FromSeconds(60), cancellation);
    }

    private static void Write(TestStore store, int writer)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            var number = round;
            store.Transact(t =>
            {
                // Two objects change together: a state in which they differ was never committed.
                var revision = t.NextRevision();
                var text = number.ToString(CultureInfo.InvariantCulture);
                t.Put(Pods, new($"w{writer}", "left"), Json($"w{writer}/left", revision, text), revision);
                return t.Put(Pods, new($"w{writer}", "right"), Json($"w{writer}/right", revision, text), revision);
            });
        }
    }

    private static async Task FollowAsync(TestStore store, bool slow, Task done)
    {
        while (true)
        {
            var over = done.IsCompleted;
            var snapshot = store.Open.Latest(Pods);
            Dictionary<string, string> state;
            try
            {
                state = List(store, snapshot);
                for (var writer = 0; writer < Writers; writer++)
                    Assert.Equal(state.GetValueOrDefault($"w{writer}/left")?.Split('@')[1], state.GetValueOrDefault($"w{writer}/right")?.Split('@')[1]);
            }
            catch (SnapshotExpiredException)
            {
                continue;
            }
            using var watch = store.Open.Watch(Pods, snapshot.Sequence);
            for (var read = 0; read < 500; read++)
            {
                if (!watch.TryRead(out var change))
                {
                    if (done.IsCompleted) break;
                    await Task.Yield();
                    continue;
                }
                var before = change.Previous.IsEmpty ? null : TestStore.Text(change.Key, RevisionOf(change.Previous.Span), change.Previous.Span);
                Assert.Equal(state.GetValueOrDefault(change.Key.ToString()), before);
                state[change.Key.ToString()] = TestStore.Text(change.Key, change.Revision, change.Json.Span);
                if (slow && read % 50 == 0) await Task.Yield();
            }
            if (!over) continue;
            Assert.Equal(List(store, store.Open.Latest(Pods)), state);
            Assert.All(state, entry => Assert.EndsWith($"={Rounds}", entry.Value, StringComparison.Ordinal));
            return;
        }
    }

    private static Dictionary<string, string> List(TestStore store, Snapshot snapshot)
    {
        var state = new Dictionary<string, string>(StringComparer.Ordinal);
        using var cursor = store.Open.OpenList(new(Pods, snapshot));
        while (cursor.MoveNext()) state.Add(cursor.Key.ToString(), TestStore.Text(cursor.Key, cursor.Revision, cursor.Json));
        return state;
    }

    private static long RevisionOf(ReadOnlySpan<byte> json) =>
        Proto.ApiMachinery.Objects.RawJson.TryGetString(json, "metadata.resourceVersion", out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
}
