using System.Net.Http.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Host.Running;

/// <summary>Asks the cluster's own authorizers, whatever they are, by SubjectAccessReview: once to list, once to watch.</summary>
internal sealed class SubjectAccessReviews(IClusterConnection cluster) : IInterestAuthorizer
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";
    private static readonly string[] _verbs = ["list", "watch"];

    public async ValueTask<InterestDecision> DecideAsync(string user, GroupVersionResource collection, CancellationToken cancellationToken)
    {
        foreach (var verb in _verbs)
        {
            using var response = await cluster.Http.PostAsync(
                "apis/authorization.k8s.io/v1/subjectaccessreviews", JsonContent.Create<JsonNode>(Review(user, verb, collection)), cancellationToken);
            await ClusterResponse.EnsureSuccessAsync(response, cancellationToken);
            var status = (await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))?["status"];
            if ((bool?)status?["allowed"] == true)
                continue;

            var reason = (string?)status?["reason"] is { Length: > 0 } said ? $": {said}" : "";
            return new InterestDecision(false, $"{user} may not {verb} {collection.GroupResource} in all namespaces{reason}");
        }

        return new InterestDecision(true, "");
    }

    private static JsonObject Review(string user, string verb, GroupVersionResource collection) => new()
    {
        ["apiVersion"] = "authorization.k8s.io/v1",
        ["kind"] = "SubjectAccessReview",
        ["spec"] = new JsonObject
        {
            ["user"] = user,
            ["groups"] = new JsonArray([.. Groups(user)]),
            ["resourceAttributes"] = new JsonObject
            {
                ["verb"] = verb,
                ["group"] = collection.Group,
                ["version"] = collection.Version,
                ["resource"] = collection.Resource,
            },
        },
    };

    /// <summary>The groups that the API server gives such a user when it authenticates.</summary>
    private static IEnumerable<JsonNode> Groups(string user)
    {
        yield return "system:authenticated";
        if (!user.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal))
            yield break;

        yield return "system:serviceaccounts";
        yield return $"system:serviceaccounts:{user[ServiceAccountPrefix.Length..].Split(':')[0]}";
    }
}
