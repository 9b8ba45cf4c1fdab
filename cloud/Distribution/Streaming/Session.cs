using System.Threading.Channels;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>One node's stream after it was admitted: a sender, a receiver and a desk for interests; the first that ends, ends them all.</summary>
internal sealed class Session(EdgeFrame.Hello hello, SessionContext context, Welcoming welcome, string peer) : IAsyncDisposable
{
    private static readonly TimeSpan LastWrite = TimeSpan.FromSeconds(1);
    private readonly AckWindow _window = new(context.Options.WindowBytes, context.Time);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<EdgeFrame.Interest> _interests = Channel.CreateBounded<EdgeFrame.Interest>(context.Options.MaxInterests);
    private Viewer? _viewer;
    private long _lastSent = context.Time.GetTimestamp();
    private int _inventoried;

    public string Node => hello.Node;

    public string Instance => hello.Instance;

    public string Peer => peer;

    public DateTimeOffset Since { get; } = context.Time.GetUtcNow();

    /// <summary>Ends the stream with this status.</summary>
    public void End(RpcException reason) => _ended.TrySetException(reason);

    public async Task RunAsync(IAsyncStreamReader<EdgeFrame> edge, IServerStreamWriter<CloudFrame> cloud, CancellationToken cancellationToken)
    {
        var undecided = hello.Interests.Select(interest => interest.Collection).Where(collection => !context.View.IsForEveryone(collection)).ToHashSet();
        _viewer = context.View.Attach(hello.Node, hello.Collections, undecided, () => End(Refusals.NodeDeleted(hello.Node)), hello.MetaServer);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Cancelling a write resets the stream, and the edge would never read why it ended: a write that has begun gets a moment to end.
        using var aborting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, context.Time);
        var desk = new InterestDesk(context, _viewer);
        Task[] parts =
        [
            SendAsync(_viewer, cloud, stopping.Token, aborting.Token),
            ReceiveAsync(_viewer, edge, stopping.Token),
            desk.RunAsync(hello.Interests, _interests.Reader, stopping.Token),
            _ended.Task,
        ];
        var first = await Task.WhenAny(parts);
        await stopping.CancelAsync();
        aborting.CancelAfter(LastWrite);
        _ended.TrySetResult();
        await Task.WhenAll(parts).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await first;
    }

    /// <summary>Keeps a quiet stream alive, and ends one that has fallen silent.</summary>
    public void Tick()
    {
        if (_window.Oldest > context.Options.AckTimeout) End(Refusals.NoAcknowledgement(context.Options.AckTimeout));
        else if (context.Time.GetElapsedTime(Interlocked.Read(ref _lastSent)) >= context.Options.HeartbeatInterval) Beat();
    }

    /// <summary>Whether the daemon at the other end answers in time.</summary>
    public async Task<bool> AnswersAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var answer = _window.NextAcknowledgement;
        Beat();
        try
        {
            return await Task.WhenAny(answer, _ended.Task).WaitAsync(limit, context.Time, cancellationToken) == answer;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (_viewer is not null) context.View.Detach(_viewer);
        return ValueTask.CompletedTask;
    }

    private void Beat() => _viewer?.Outbox.EnqueueBeat();

    private async Task SendAsync(Viewer viewer, IServerStreamWriter<CloudFrame> cloud, CancellationToken cancellationToken, CancellationToken abort)
    {
        await cloud.WriteAsync(new CloudFrame(0, context.View.Revision, null, welcome), abort);
        while (await viewer.Outbox.WaitAsync(cancellationToken))
        {
            // No lingering: what is there goes out at once; what comes while the window is full replaces what it makes stale.
            while (true)
            {
                await _window.WaitForRoomAsync(cancellationToken);
                if (viewer.Outbox.Take(context.Options.BatchBytes) is not { } batch) break;
                var number = batch.IsAcknowledged ? _window.Send(batch.Bytes) : 0;
                var frame = new CloudFrame(number, context.View.Revision, batch);
                await cloud.WriteAsync(frame, abort);
                cancellationToken.ThrowIfCancellationRequested();
                Interlocked.Exchange(ref _lastSent, context.Time.GetTimestamp());
                context.Metrics.Sent(batch.Bytes, batch.Changes.Count);
            }
        }
    }

    private async Task ReceiveAsync(Viewer viewer, IAsyncStreamReader<EdgeFrame> edge, CancellationToken cancellationToken)
    {
        while (await edge.MoveNext(cancellationToken))
        {
            switch (edge.Current)
            {
                case EdgeFrame.Acknowledgement acknowledgement:
                    if (!_window.TryAcknowledge(acknowledgement.Batch)) throw Refusals.Broken($"batch {acknowledgement.Batch} was acknowledged before it was sent");
                    break;
                case EdgeFrame.Inventory inventory:
                    _inventoried = inventory.Last ? 0 : _inventoried + inventory.Entries.Count;
                    if (_inventoried > context.Options.MaxInventory) throw Refusals.TooMuch("inventory entries", context.Options.MaxInventory);
                    context.View.Answer(viewer, inventory.Collection, inventory.Entries, inventory.Last);
                    break;
                case EdgeFrame.Interest interest:
                    if (!_interests.Writer.TryWrite(interest)) throw Refusals.TooMuch("interests", context.Options.MaxInterests);
                    break;
                case EdgeFrame.Progress progress:
                    context.View.TellProgress(viewer, progress.Collection);
                    break;
                case EdgeFrame.Hello:
                    throw Refusals.Broken("a second Hello");
                case EdgeFrame.Malformed malformed:
                    throw Refusals.Broken(malformed.Reason);
            }
        }
    }
}
