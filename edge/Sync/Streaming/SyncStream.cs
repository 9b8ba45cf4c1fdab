using Grpc.Core;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Sync.Applying;
using KubeEdge.EdgeMesh.Edge.Sync.Interests;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>Runs one stream from Hello to its end; the law of it is proto/Wire/README.md.</summary>
internal sealed class SyncStream(
    ICloudEndpoint endpoint, Holdings holdings, BatchApplier applier, InterestTeller interests, ProgressTeller progress, ILink link, SyncOptions options, StreamMeter meter,
    TimeProvider time, ILogger logger)
{
    public async Task<StreamEnd> RunAsync(CancellationToken cancellationToken)
    {
        long? up = null;
        using var silence = new SilenceWatch(options.WelcomeTimeout, time);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence.Token);
        try
        {
            using var stream = new CloudStream(endpoint, stopping.Token);
            // To say what is held it is walked: not for nobody, at every attempt of a node that is offline.
            await stream.ConnectedAsync();
            var told = interests.Standing();
            await stream.WriteAsync(new EdgeFrame.Hello(options.Node, holdings.Instance(), holdings.Summaries(), told, MetaServer()), stopping.Token);
            var welcome = (await stream.ReadAsync(stopping.Token))?.Welcome ?? throw new BrokenStreamException("the first message is not Welcome");
            if (welcome.Cluster.Length == 0) throw new BrokenStreamException("the cloud does not say which cluster it is");
            if (!holdings.Claim(welcome.Cluster))
            {
                Log.OtherCluster(logger);
                return new StreamEnd("the cloud serves another cluster now: what was held is dropped", null, TimeSpan.Zero, Again: true);
            }

            up = time.GetTimestamp();
            progress.Begin();
            link.Connected();
            meter.Welcomed();
            Log.Connected(logger, endpoint.Address, welcome.Version, welcome.Protocol);
            silence.Restart(options.SilenceTimeout);
            var telling = interests.RunAsync(told, stream.WriteAsync, stopping.Token);
            var asking = progress.RunAsync(stream.WriteAsync, stopping.Token);
            var receiving = ReceiveAsync(stream, silence, stopping.Token);
            await await Task.WhenAny(telling, asking, receiving);
            await stopping.CancelAsync();
            return new StreamEnd("the cloud closed the stream", null, Uptime(up));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return new StreamEnd("the daemon is stopping", null, Uptime(up));
        }
        catch (Exception e) when (silence.Expired && e is OperationCanceledException or RpcException or IOException)
        {
            return new StreamEnd($"the cloud at {endpoint.Address} was silent for {silence.Limit.TotalSeconds:0} s: check the network between", null, Uptime(up));
        }
        catch (RpcException e)
        {
            return new StreamEnd(Explain(e, up is not null), RefusalOf(e.StatusCode), Uptime(up));
        }
        catch (BrokenStreamException e)
        {
            return new StreamEnd($"the cloud broke the law of the stream ({e.Message}): check that its version fits this daemon's", null, Uptime(up));
        }
        catch (StoreException e)
        {
            return new StreamEnd($"what the cloud sent could not be stored: {e.Message}", null, Uptime(up));
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidOperationException)
        {
            return new StreamEnd($"the connection to {endpoint.Address} broke: {e.Message}", null, Uptime(up));
        }
    }

    private async Task ReceiveAsync(CloudStream stream, SilenceWatch silence, CancellationToken cancellationToken)
    {
        ulong last = 0;
        while (await stream.ReadAsync(cancellationToken) is { } batch)
        {
            silence.Restart(options.SilenceTimeout);
            link.Heard();
            if (batch.Welcome is not null) throw new BrokenStreamException("a second Welcome");
            if (batch.Number != 0 && batch.Number != last + 1) throw new BrokenStreamException($"batch {batch.Number} came after batch {last}");

            applier.Apply(batch);
            meter.Applied(batch);
            if (batch.Number != 0)
            {
                last = batch.Number;
                await stream.WriteAsync(new EdgeFrame.Acknowledgement(batch.Number), cancellationToken);
            }
            interests.Hear(batch.Marks);
            progress.Hear(batch.Marks);
            foreach (var question in batch.Questions)
            {
                foreach (var part in holdings.Inventory(question)) await stream.WriteAsync(part, cancellationToken);
            }
        }
    }

    private EdgeFrame.PodEndpoint? MetaServer() =>
        options.MetaServerAddresses.Count == 0 ? null : new EdgeFrame.PodEndpoint([.. options.MetaServerAddresses], options.MetaServerPort);

    private TimeSpan Uptime(long? up) => up is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>The cloud's own words where it said something; else what went wrong below, as deep as it is known.</summary>
    private string Explain(RpcException e, bool wasUp)
    {
        if (e.Status.DebugException is not { } cause) return e.Status.Detail.Length > 0 ? e.Status.Detail : $"the stream ended with {e.StatusCode}";
        while (cause.InnerException is { } inner) cause = inner;
        if (wasUp) return $"the connection to {endpoint.Address} broke: {cause.Message}";
        // A handshake that the other side refuses says nothing of the reason.
        return $"the cloud at {endpoint.Address} cannot be reached: {cause.Message}" + (endpoint.Problem is { } own ? $"; and {own}" : "");
    }

    private static RefusalKind? RefusalOf(StatusCode status) => status switch
    {
        StatusCode.Unauthenticated or StatusCode.PermissionDenied => RefusalKind.Identity,
        StatusCode.AlreadyExists => RefusalKind.SecondDaemon,
        StatusCode.NotFound => RefusalKind.UnknownNode,
        StatusCode.FailedPrecondition => RefusalKind.Versions,
        _ => null,
    };
}
