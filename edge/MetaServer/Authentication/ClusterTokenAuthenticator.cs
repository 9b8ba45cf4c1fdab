using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Tokens: verified here where what is held decides, and asked of the cluster where it does not and the cluster can be reached. The
/// question is asked with the token itself, so that no right of anybody else's is needed for it.
/// </summary>
internal sealed class ClusterTokenAuthenticator(ServiceAccountTokenAuthenticator local, ClusterIdentities cluster, ILink link) : IRequestAuthenticator
{
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context)
    {
        var verdict = local.Authenticate(context.Request);
        if (verdict.User is not null || (verdict.Refusal is not null && !verdict.IsUnknown && !verdict.IsDoubtful)) return ValueTask.FromResult(verdict);
        return BearerToken.Find(context.Request) is { } token ? AskAsync(token, verdict, context) : ValueTask.FromResult(verdict);
    }

    private async ValueTask<AuthenticationResult> AskAsync(string token, AuthenticationResult verdict, HttpContext context)
    {
        try
        {
            // A cloud that refuses the stream answers all the same.
            if (cluster.Find(token) is { } known) return known;
            if (link.State is not { Connected: false, Refused: false }) return await cluster.AskAsync(token).WaitAsync(context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            // As if the link were down, which it will be said to be in a moment.
        }
        if (verdict.IsDoubtful)
        {
            // Its signature is good, so its owner may know. The body of a 401 says no reason, in Kubernetes' words; clients show a warning.
            context.Response.Headers.Warning = $"299 - \"{verdict.Refusal}, and the cloud, where it could be renewed, cannot be reached from this node\"";
            return verdict;
        }
        var reason = verdict.Refusal ?? "it is no token of a service account of this cluster";
        throw KubernetesStatus.ServiceUnavailable($"only the cluster can tell whose credential this is ({reason}), and it cannot be reached from this node").ToException();
    }
}
