using KubeEdge.EdgeMesh.Edge.MetaServer.Packing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Responses;

/// <summary>A client that keeps up never makes a long answer wait: it gives up its thread by itself, so that others are served meanwhile.</summary>
public sealed class TurnTests
{
    private const int Piece = 64 * 1024;
    private const int Pieces = 64;

    [Fact]
    public async Task LongAnswer_OfAClientThatKeepsUp_GivesUpItsThreadNowAndThen()
    {
        using var body = new ResponseBody(Response(), pretty: false, gzip: false);
        var turns = await TurnsAsync(() =>
        {
            body.Write(new byte[Piece]);
            return body.FlushAsync(TestContext.Current.CancellationToken);
        });
        Assert.Equal(Pieces * Piece / ResponseBody.Turn, turns);
    }

    [Fact]
    public async Task LongPackedAnswer_OfAClientThatKeepsUp_GivesUpItsThreadNowAndThen()
    {
        var body = new PackedBody(Response());
        var turns = await TurnsAsync(() =>
        {
            body.Write(new PackedPiece(new byte[Piece], 0, Piece));
            return body.FlushAsync(TestContext.Current.CancellationToken);
        });
        Assert.Equal(Pieces * Piece / ResponseBody.Turn, turns);
    }

    /// <summary>How often it has itself put to the end of the queue.</summary>
    private static async Task<int> TurnsAsync(Func<ValueTask> write)
    {
        var (queue, before) = (new Queue(), SynchronizationContext.Current);
        for (var i = 0; i < Pieces; i++)
        {
            SynchronizationContext.SetSynchronizationContext(queue);
            var written = write();
            SynchronizationContext.SetSynchronizationContext(before);
            await written;
        }
        return queue.Length;
    }

    private static HttpResponse Response()
    {
        var response = new DefaultHttpContext().Response;
        response.Body = Stream.Null;
        return response;
    }

    private sealed class Queue : SynchronizationContext
    {
        private int _length;

        public int Length => Volatile.Read(ref _length);

        public override void Post(SendOrPostCallback d, object? state)
        {
            Interlocked.Increment(ref _length);
            base.Post(d, state);
        }
    }
}
