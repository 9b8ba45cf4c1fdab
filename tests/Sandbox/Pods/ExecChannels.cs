using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Pods;

/// <summary>The streams of one exec, in one WebSocket: the first byte of each message names its channel.</summary>
/// <param name="socket">The connection.</param>
/// <param name="hasClose">Version 5 says when a stream ends: channel 255 and its number. Before, only the connection's end did.</param>
internal sealed class ExecChannels(WebSocket socket, bool hasClose) : IDisposable
{
    private const byte Input = 0, Output = 1, Errors = 2, Status = 3, Close = 255;
    private const int Largest = 32 << 10;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly byte[] _buffer = new byte[Largest];

    /// <summary>What the client types next; null where it has ended.</summary>
    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        while (socket.State == WebSocketState.Open)
        {
            using var message = new MemoryStream();
            ValueWebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(_buffer.AsMemory(), cancellationToken);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                message.Write(_buffer, 0, part.Count);
            }
            while (!part.EndOfMessage && message.Length < Largest);
            var bytes = message.ToArray();
            if (bytes is [Close, Input, ..] && hasClose) return null;
            if (bytes is [Input, .. var text] && text.Length > 0) return text;
        }
        return null;
    }

    public Task PrintAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken) => SendAsync(Output, text, cancellationToken);

    public Task ComplainAsync(string text, CancellationToken cancellationToken) => SendAsync(Errors, Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>Says how the command ended.</summary>
    public Task EndAsync(int code, CancellationToken cancellationToken)
    {
        var status = new JsonObject { ["metadata"] = new JsonObject(), ["status"] = code == 0 ? "Success" : "Failure" };
        if (code != 0)
        {
            status["message"] = $"command terminated with non-zero exit code: exit status {code}";
            status["reason"] = "NonZeroExitCode";
            status["details"] = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = $"{code}" }) };
        }
        return SendAsync(Status, ObjectBytes.Write(status), cancellationToken);
    }

    public void Dispose() => _turn.Dispose();

    private async Task SendAsync(byte channel, ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        var message = new byte[text.Length + 1];
        message[0] = channel;
        text.CopyTo(message.AsMemory(1));
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (socket.State == WebSocketState.Open) await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }
}
