using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>POST to <c>pods/eviction</c>: a deletion that a PodDisruptionBudget may refuse.</summary>
internal sealed class EvictionSubresource(ClusterReads reads, ClusterWrites writes) : IVerb
{
    private static readonly GroupVersionResource s_budgets = new("policy", "v1", "poddisruptionbudgets");

    public bool Serves(ApiCall call) => call.Info is { Verb: "create", Subresource: "eviction" };

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var eviction = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        var pod = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
        if (Budget(pod) is { } budget)
        {
            throw KubernetesStatus.TooManyRequests(
                $"Cannot evict pod as it would violate the pod's disruption budget: the budget {budget} needs more healthy pods.", 0).ToException();
        }
        var delete = eviction.Obj("deleteOptions");
        writes.Delete(call.Definition, call.Key, new DeleteOptions { GracePeriodSeconds = delete.Int("gracePeriodSeconds") }, options);
        await ObjectResponse.WriteAsync(call.Context, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["code"] = StatusCodes.Status201Created,
        }, StatusCodes.Status201Created);
    }

    /// <summary>The budget that has none left for this pod; a budget whose status nobody has counted yet allows none.</summary>
    private string? Budget(JsonObject pod)
    {
        if (pod.Obj("status").Str("phase") is "Succeeded" or "Failed" or "Pending") return null;
        return reads.List(s_budgets, pod.Meta().Str("namespace"))
            .Where(budget => budget.Obj("spec").Obj("selector") is { } selector && Selectors.Matches(selector, pod.Meta().Obj("labels")))
            .Where(budget => (budget.Obj("status").Int("disruptionsAllowed") ?? 0) <= 0)
            .Select(budget => budget.Meta().Str("name"))
            .FirstOrDefault();
    }
}
