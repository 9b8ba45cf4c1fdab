using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>
/// A watch over a WebSocket: each line that is written goes out as one text message, as the API server frames it. The writer waits while
/// the client does not read.
/// </summary>
internal sealed class WebSocketBody : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 256 << 10, resumeWriterThreshold: 128 << 10, useSynchronizationContext: false));
    private readonly WebSocket _socket;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _gone;
    private readonly Task _sending;
    private readonly Task _listening;

    private WebSocketBody(WebSocket socket, TimeProvider time, CancellationToken aborted)
    {
        (_socket, _time) = (socket, time);
        _gone = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _sending = SendAsync();
        _listening = ListenAsync();
    }

    /// <summary>Where lines are written.</summary>
    public PipeWriter Writer => _pipe.Writer;

    /// <summary>Fires when the client has gone or closes.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>
    /// Shakes hands in the API server's way: a request without an Origin is refused, and so is one that leaves the choice of a protocol open.
    /// </summary>
    /// <returns>Null where it was refused, and answered.</returns>
    public static async Task<WebSocketBody?> AcceptAsync(HttpContext context, TimeProvider time)
    {
        var protocols = WebSocketRequests.Protocols(context.Request);
        if (context.Request.Headers.Origin.Count == 0 || protocols.Length > 1)
        {
            context.Response.StatusCode = protocols.Length > 1 ? StatusCodes.Status400BadRequest : StatusCodes.Status403Forbidden;
            return null;
        }
        return new WebSocketBody(await context.WebSockets.AcceptWebSocketAsync(protocols.Length == 1 ? protocols[0] : null), time, context.RequestAborted);
    }

    /// <summary>Sends the rest and closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _pipe.Writer.CompleteAsync();
        await _sending;
        using var limit = new CancellationTokenSource(Patience, _time);
        try
        {
            if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
            await _listening.WaitAsync(limit.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // The client has gone without a word.
        }
        await _gone.CancelAsync();
        await _listening;
        _socket.Dispose();
        _gone.Dispose();
    }

    private async Task SendAsync()
    {
        var reader = _pipe.Reader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(_gone.Token);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    var next = buffer.GetPosition(1, end);
                    await SendAsync(buffer.Slice(0, next));
                    buffer = buffer.Slice(next);
                }
                reader.AdvanceTo(buffer.Start, buffer.End);
                if (read.IsCompleted) break;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            await _gone.CancelAsync(); // Nobody reads any more; whoever writes is told by the token.
        }
        await reader.CompleteAsync();
    }

    /// <summary>In one frame: not every client puts the parts of a message together.</summary>
    private async Task SendAsync(ReadOnlySequence<byte> message)
    {
        if (message.IsSingleSegment)
        {
            await _socket.SendAsync(message.First, WebSocketMessageType.Text, endOfMessage: true, _gone.Token);
            return;
        }
        var whole = ArrayPool<byte>.Shared.Rent((int)message.Length);
        try
        {
            message.CopyTo(whole);
            await _socket.SendAsync(whole.AsMemory(0, (int)message.Length), WebSocketMessageType.Text, endOfMessage: true, _gone.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(whole);
        }
    }

    /// <summary>What a client says is ignored, but for its goodbye.</summary>
    private async Task ListenAsync()
    {
        var buffer = new byte[512];
        try
        {
            while ((await _socket.ReceiveAsync(buffer.AsMemory(), _gone.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
            await _gone.CancelAsync();
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            if (!_gone.IsCancellationRequested) await _gone.CancelAsync();
        }
    }
}
