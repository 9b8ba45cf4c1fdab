using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>Asks the cluster; those who ask the same at the same time share one answer.</summary>
internal sealed class ClusterQuestions
{
    /// <summary>As long as the API server waits for a revision.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private readonly string _node;
    private readonly SharedAnswers<ClusterQuestion, ClusterState> _answers;

    public ClusterQuestions(GatewayInvoker gateway, IOptions<EdgeMetaServerOptions> options, ClusterClock clock, TimeProvider time)
    {
        _node = options.Value.NodeName;
        var authority = options.Value.Gateway!.GetLeftPart(UriPartial.Authority);
        _answers = new(async question =>
        {
            using var limit = new CancellationTokenSource(Longest, time);
            try
            {
                return await question.AskAsync(gateway, authority, clock, limit.Token);
            }
            catch (OperationCanceledException e) when (limit.IsCancellationRequested)
            {
                throw new HttpRequestException($"the cluster did not answer within {Longest.TotalSeconds:0} s", e);
            }
        });
    }

    /// <summary>Whether the node asks in its own name; null where nobody can ask in the caller's: a client certificate cannot be handed on, but that the node itself asks.</summary>
    public bool? NodesOwn(ReadRequest request)
    {
        var nodesOwn = request.User.IsNode(_node) && request.User.IsByCertificate;
        return !nodesOwn && (request.User.IsByCertificate || request.Context.Request.Headers.Authorization.Count == 0) ? null : nodesOwn;
    }

    /// <summary>An answer to a question that is asked from now on.</summary>
    /// <exception cref="StatusException">What the cluster says to this caller instead.</exception>
    /// <exception cref="HttpRequestException">The cluster could not be asked.</exception>
    public Task<ClusterState> AskAsync(ClusterQuestion question, CancellationToken cancellationToken) => _answers.AskAsync(question).WaitAsync(cancellationToken);
}
