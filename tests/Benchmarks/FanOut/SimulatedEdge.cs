using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;

/// <summary>A node that does nothing but listen and acknowledge, on a connection of its own.</summary>
internal sealed class SimulatedEdge : IAsyncDisposable
{
    private readonly SocketsHttpHandler _handler = new();
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> _call;
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string, int> _arrived;
    private readonly Task _reading;

    /// <param name="address">The server's.</param>
    /// <param name="name">The node's.</param>
    /// <param name="arrived">Told the slice and the port that it now holds.</param>
    public SimulatedEdge(string address, string name, Action<string, int> arrived)
    {
        _arrived = arrived;
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = _handler, Credentials = ChannelCredentials.Insecure });
        _call = new EdgeSync.EdgeSyncClient(_channel).Sync(new Metadata { { FanOutBenchmark.NodeHeader, name } });
        _reading = ReadAsync(name);
    }

    /// <summary>Completes when the node holds its Services' slices whole.</summary>
    public Task Complete => _complete.Task;

    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _reading;
        _channel.Dispose();
        _handler.Dispose();
    }

    private async Task ReadAsync(string name)
    {
        try
        {
            await _call.RequestStream.WriteAsync(HelloFrom(name));
            await foreach (var message in _call.ResponseStream.ReadAllAsync())
            {
                foreach (var change in message.Changes)
                {
                    if (change.Collection.EndsWith("endpointslices", StringComparison.Ordinal)) _arrived(change.Name, PortOf(change.Object));
                }
                if (message.Marks.Any(mark => mark.Collection.EndsWith("endpointslices", StringComparison.Ordinal))) _complete.TrySetResult();
                if (message.Batch > 0) await _call.RequestStream.WriteAsync(new EdgeMessage { Ack = new Ack { Batch = message.Batch } });
            }
        }
        catch (RpcException end) when (end.StatusCode == StatusCode.Cancelled)
        {
            _complete.TrySetCanceled();
        }
        catch (Exception problem) when (problem is RpcException or InvalidOperationException)
        {
            _complete.TrySetException(problem);
        }
    }

    private static EdgeMessage HelloFrom(string name) => new()
    {
        Hello = new Hello { ProtocolMin = ProtocolRange.Ours.Lowest, ProtocolMax = ProtocolRange.Ours.Highest, Node = name, Instance = name, Version = "benchmark" },
    };

    private static int PortOf(ByteString json)
    {
        var marker = "\"port\":"u8;
        var rest = json.Span[(json.Span.IndexOf(marker) + marker.Length)..];
        return System.Buffers.Text.Utf8Parser.TryParse(rest, out int port, out _) ? port : throw new InvalidOperationException("The slice has no port.");
    }
}
