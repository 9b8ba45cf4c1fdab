using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Sync;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Expiring;

/// <summary>
/// While there is a cloud, the Node says whether something is about to end: written as the node itself, when it differs from what the Node says. A Node that has
/// nothing to say gets no condition.
/// </summary>
internal sealed class NodeConditionWriter(
    Expiries expiries, CurrentIdentity identity, IObjectReader reader, ILink link, ICloudEndpoint cloud, TimeProvider time, ILogger<NodeConditionWriter> log) : BackgroundService
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private string? _problem;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(s_tick, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await LookAsync(stoppingToken);
                }
                catch (StoreException e)
                {
                    Tell(e.Message);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    /// <summary>What happens at each tick.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var node = identity.Value.Config.Node;
        var (wanted, said) = (NodeCondition.Of(expiries.Near), NodeCondition.Read(reader, node));
        if (!link.State.Connected || said == wanted || (said is null && wanted.Status == "False")) return;
        using var patience = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var client = new HttpClient(cloud.CreateHandler());
            using var request = new HttpRequestMessage(HttpMethod.Patch, new Uri(cloud.Address, $"/api/v1/nodes/{node}/status")) { Content = new ByteArrayContent(NodeCondition.Patch(wanted, said, time.GetUtcNow())) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/strategic-merge-patch+json");
            request.Headers.Add(NodesOwnRequest.Header, NodesOwnRequest.Node);
            using var answer = await client.SendAsync(request, either.Token);
            Tell(answer.IsSuccessStatusCode ? null : $"the API server answered {(int)answer.StatusCode}");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Tell(e.Message);
        }
    }

    private void Tell(string? problem)
    {
        if (problem is not null && problem != _problem) log.ConditionNotWritten(NodeCondition.Type, problem);
        _problem = problem;
    }
}
