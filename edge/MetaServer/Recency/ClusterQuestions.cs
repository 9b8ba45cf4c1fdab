using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>Asks the cluster; those who ask the same at the same time share one answer.</summary>
internal sealed class ClusterQuestions(GatewayInvoker gateway, IOptions<EdgeMetaServerOptions> options, ClusterClock clock, TimeProvider time)
{
    /// <summary>As long as the API server waits for a revision.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly string _node = options.Value.NodeName;
    private readonly string _authority = options.Value.Gateway!.GetLeftPart(UriPartial.Authority);
    private readonly SharedAnswers<ClusterQuestion, ClusterState> _answers = new(time);

    /// <summary>Whether the node asks in its own name; null where nobody can ask in the caller's: a client certificate cannot be handed on, but that the node itself asks.</summary>
    public bool? NodesOwn(ReadRequest request)
    {
        var nodesOwn = request.User.IsNode(_node) && request.User.IsByCertificate;
        return !nodesOwn && (request.User.IsByCertificate || request.Context.Request.Headers.Authorization.Count == 0) ? null : nodesOwn;
    }

    /// <summary>
    /// An answer to a question that is asked from now on. It is to be disposed of when whoever asked has been served: others may wait for that, to ask again together.
    /// The answer fails with what the cluster says to this caller instead, a <see cref="StatusException"/>, or where the cluster could not be asked with a
    /// <see cref="HttpRequestException"/>.
    /// </summary>
    /// <param name="question">The question.</param>
    /// <param name="sumUp">Says what is held, so that the cluster tells no more than what differs; null where it is to tell everything.</param>
    public SharedAnswer<ClusterState> Ask(ClusterQuestion question, Func<CancellationToken, ValueTask<HeldSums>>? sumUp) =>
        _answers.Ask(question, () => AskAsync(question, sumUp));

    private async Task<ClusterState> AskAsync(ClusterQuestion question, Func<CancellationToken, ValueTask<HeldSums>>? sumUp)
    {
        using var limit = new CancellationTokenSource(Longest, time);
        try
        {
            var held = sumUp is null ? null : await SumUpAsync(sumUp, limit.Token);
            return new ClusterState(await question.AskAsync(gateway, _authority, clock, held?.Sums, limit.Token), held);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new HttpRequestException($"the cluster did not answer within {Longest.TotalSeconds:0} s", e);
        }
    }

    private static async ValueTask<HeldSums?> SumUpAsync(Func<CancellationToken, ValueTask<HeldSums>> sumUp, CancellationToken cancellationToken)
    {
        try
        {
            return await sumUp(cancellationToken);
        }
        catch (SnapshotExpiredException)
        {
            return null; // What is held is changing as a whole: then everything is to be told.
        }
    }
}
