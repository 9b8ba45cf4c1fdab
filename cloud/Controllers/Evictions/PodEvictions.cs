using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Evictions;

/// <inheritdoc cref="IPodEvictions"/>
internal sealed class PodEvictions(ClusterCalls calls) : IPodEvictions
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    public async Task<Eviction> EvictAsync(ObjectKey pod, string uid, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["namespace"] = pod.Namespace, ["name"] = pod.Name },
            ["deleteOptions"] = new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = uid } },
        };
        try
        {
            await calls.SendAsync(HttpMethod.Post, ClusterCalls.PathOf(Pods, pod, "eviction"), body, cancellationToken);
            return Eviction.Accepted;
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409)
        {
            return Eviction.Gone;
        }
        catch (StatusException e) when (e.Status.Code == 429)
        {
            var causes = e.Status.Details?.Causes.Where(cause => cause.Reason == "DisruptionBudget").ToList() ?? [];
            var outcome = causes.Count > 0 ? EvictionOutcome.Blocked : EvictionOutcome.Busy;
            var reason = causes.Count > 0 ? string.Join(' ', causes.Select(cause => cause.Message)) : e.Status.Message;
            return new Eviction(outcome, TimeSpan.FromSeconds(e.Status.Details?.RetryAfterSeconds ?? 0), reason);
        }
    }
}
