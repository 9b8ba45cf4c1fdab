using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>POST to <c>pods/eviction</c>: a deletion that a PodDisruptionBudget may refuse, and that takes one of what it allows.</summary>
internal sealed class EvictionSubresource(ResourceRegistry registry, ClusterReads reads, ClusterWrites writes) : IVerb
{
    private const int CountingSeconds = 10;
    private static readonly GroupVersionResource s_budgets = new("policy", "v1", "poddisruptionbudgets");

    public bool Serves(ApiCall call) => call.Info is { Verb: "create", Subresource: "eviction" };

    public async Task HandleAsync(ApiCall call)
    {
        var options = call.Options();
        var eviction = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        var pod = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
        var delete = eviction.Obj("deleteOptions");
        var uid = delete.Obj("preconditions").Str("uid");
        if (uid.Length == 0 || uid == pod.Meta().Str("uid"))
            Spend(pod, options);
        writes.Delete(
            call.Definition, call.Key, new DeleteOptions { GracePeriodSeconds = delete.Int("gracePeriodSeconds"), Uid = uid.Length == 0 ? null : uid }, options);
        await ObjectResponse.WriteAsync(call.Context, new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["code"] = StatusCodes.Status201Created,
        }, StatusCodes.Status201Created);
    }

    /// <summary>Takes one of the disruptions that the pod's budget allows, where it has one.</summary>
    private void Spend(JsonObject pod, WriteOptions options)
    {
        var metadata = pod.Meta();
        if (pod.Obj("status").Str("phase") is "Succeeded" or "Failed" or "Pending" || metadata.Str("deletionTimestamp").Length > 0)
            return;

        var budgets = reads.List(s_budgets, metadata.Str("namespace"))
            .Where(budget => budget.Obj("spec").Obj("selector") is { } selector && Selectors.Matches(selector, metadata.Obj("labels")))
            .ToList();
        if (budgets.Count > 1)
        {
            throw new KubernetesStatus
            {
                Code = StatusCodes.Status500InternalServerError,
                Message = "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
            }.ToException();
        }

        if (budgets.Count == 1)
        {
            var key = new ObjectKey(metadata.Str("namespace"), budgets[0].Meta().Str("name"));
            writes.Change(registry.Find(s_budgets)!, key, "status", options, (transaction, budget) => Spend(pod, budget, transaction.Timestamp));
        }
    }

    /// <returns>The budget with one disruption less; null where it need not pay.</returns>
    private static JsonObject? Spend(JsonObject pod, JsonObject budget, string now)
    {
        var (name, status) = (budget.Meta().Str("name"), budget.Ensure("status"));
        var (healthy, desired) = (status.Int("currentHealthy") ?? 0, status.Int("desiredHealthy") ?? 0);
        var counted = status.Int("observedGeneration") >= (budget.Meta().Int("generation") ?? 1);
        var ready = pod.Obj("status").Objs("conditions").Any(condition => condition.Str("type") == "Ready" && condition.Str("status") == "True");
        // A pod that is not ready anyway costs nothing, by default only while enough others are.
        if (!ready && (budget.Obj("spec").Str("unhealthyPodEvictionPolicy") == "AlwaysAllow" || counted && desired > 0 && healthy >= desired))
            return null;
        if (!counted)
            throw Refuse($"The disruption budget {name} is still being processed by the server.", CountingSeconds);
        if (status.Int("disruptionsAllowed") is not > 0)
            throw Refuse($"The disruption budget {name} needs {desired} healthy pods and has {healthy} currently", 0);

        status["disruptionsAllowed"] = status.Int("disruptionsAllowed") - 1;
        status.Ensure("disruptedPods")[pod.Meta().Str("name")] = now;
        return budget;
    }

    private static StatusException Refuse(string cause, int retryAfterSeconds)
    {
        var status = KubernetesStatus.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds);
        return (status with { Details = status.Details! with { Causes = [new StatusCause("DisruptionBudget", cause)] } }).ToException();
    }
}
