using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>The stream that tells a node its share; the law of it is proto/Wire/README.md.</summary>
internal sealed class EdgeSyncService(
    Admission admission, SessionRegistry registry, SessionFactory sessions, INodeIdentity identity, IHostApplicationLifetime lifetime,
    IOptions<DistributionOptions> options, TimeProvider time) : EdgeSyncBase
{
    public override async Task Sync(IAsyncStreamReader<EdgeFrame> edge, IServerStreamWriter<CloudFrame> cloud, ServerCallContext context)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            // 1. Who is it? 2. What does it hold? 3. May it have the stream? 4. Then it is told its share until one of the two goes.
            if (!identity.TryFind(context.GetHttpContext(), out var certified, out var ended, out var refusal)) throw Refusals.NoIdentity(refusal);
            var hello = await ReadHelloAsync(edge, ending.Token);
            var protocol = await admission.CheckAsync(hello, certified, ending.Token);
            await using var session = sessions.Create(hello, protocol, context.Peer);
            // The one who has the place may be about to lose it for the same reason: it ends first.
            await using var ended_ = ended.UnsafeRegister(static state => ((Session)state!).End(Refusals.NoLongerNode(((Session)state).Node)), session);
            await registry.AdmitAsync(session, ending.Token);
            try
            {
                await session.RunAsync(edge, cloud, ending.Token);
            }
            finally
            {
                registry.Leave(session);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw Refusals.Stopping();
        }
        catch (Exception e) when (context.CancellationToken.IsCancellationRequested && e is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The edge has gone; there is nobody to tell.
        }
    }

    private async Task<EdgeFrame.Hello> ReadHelloAsync(IAsyncStreamReader<EdgeFrame> edge, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(options.Value.HelloTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            if (!await edge.MoveNext(either.Token)) throw Refusals.Broken("the stream ended before Hello");
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refusals.NoHello(options.Value.HelloTimeout);
        }
        return edge.Current switch
        {
            EdgeFrame.Hello hello => hello,
            EdgeFrame.Malformed malformed => throw Refusals.Broken(malformed.Reason),
            _ => throw Refusals.Broken("the first message must be Hello"),
        };
    }
}
