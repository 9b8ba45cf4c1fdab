using Grpc.Core;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Proto.Wire;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>One connection to the cloud, and the one call on it.</summary>
internal sealed class CloudStream : IDisposable
{
    /// <summary>A batch is far smaller; an object of the size that etcd allows, and more, still fits.</summary>
    private const int MaxMessage = 64 * 1024 * 1024;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(10);

    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<EdgeMessage, CloudMessage> _call;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CloudStream(ICloudEndpoint endpoint, CancellationToken cancellationToken)
    {
        var handler = endpoint.CreateHandler();
        if (handler is SocketsHttpHandler sockets)
        {
            sockets.ConnectTimeout = ConnectTimeout;
            sockets.KeepAlivePingDelay = PingDelay;
            sockets.KeepAlivePingTimeout = PingTimeout;
            sockets.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests;
            sockets.PlaintextStreamFilter = (connection, _) =>
            {
                _connected.TrySetResult();
                return ValueTask.FromResult(connection.PlaintextStream);
            };
        }
        else
        {
            _connected.SetResult();
        }
        _channel = GrpcChannel.ForAddress(endpoint.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = MaxMessage,
            MaxReconnectBackoff = ConnectTimeout,
        });
        _call = new EdgeSync.EdgeSyncClient(_channel).Sync(cancellationToken: cancellationToken);
    }

    /// <summary>Waits until the other side has taken the connection, its handshake included.</summary>
    /// <exception cref="RpcException">It cannot be reached.</exception>
    public async Task ConnectedAsync()
    {
        var answer = _call.ResponseHeadersAsync;
        if (await Task.WhenAny(_connected.Task, answer) == answer) await answer;
    }

    /// <summary>The next message; null at the end.</summary>
    /// <exception cref="RpcException">The stream ended with an error.</exception>
    /// <exception cref="BrokenStreamException">The message breaks the law of the stream.</exception>
    public async ValueTask<CloudBatch?> ReadAsync(CancellationToken cancellationToken) =>
        await _call.ResponseStream.MoveNext(cancellationToken) ? WireMapping.FromWire(_call.ResponseStream.Current) : null;

    /// <summary>Sends a message; callers take turns.</summary>
    public async ValueTask WriteAsync(EdgeFrame frame, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await _call.RequestStream.WriteAsync(WireMapping.ToWire(frame), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
        _turn.Dispose();
    }
}
