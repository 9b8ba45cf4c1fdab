using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;

/// <summary>Writes a report as the application's <c>status</c>: KubeEdge's <c>workloadStatus</c> as it is there, and what goes beyond it.</summary>
internal static class StatusJson
{
    /// <summary>The whole status that should be.</summary>
    public static JsonObject Of(EdgeApplication application, ApplicationReport report, DateTimeOffset now)
    {
        var before = application.Status;
        long? observed = report.IsObserved ? application.Meta.Generation : LiveObject.Number(before, "observedGeneration");
        var available = report.Targets.Count(target => target.Health == TargetHealth.Available);
        var counts = report.Targets.Aggregate(default(ReplicaCounts), (sum, target) => sum + target.Counts);
        var status = new JsonObject
        {
            ["groups"] = report.Targets.Count,
            ["ready"] = Share(counts.Ready, counts.Desired),
            ["available"] = Share(available, report.Targets.Count),
            ["conditions"] = StatusConditions.Of(report, LiveObject.Member(before, "conditions"), observed, now),
            ["targets"] = new JsonArray([.. report.Targets.Select(target => (JsonNode)Target(target, application))]),
            ["workloadStatus"] = new JsonArray([.. report.Objects.Select(found => (JsonNode)Workload(found))]),
        };
        if (observed is { } generation)
            status["observedGeneration"] = generation;
        return status;
    }

    /// <summary>The status of an application whose manifests or targets cannot be read: what was known of them stays.</summary>
    public static JsonObject OfUnreadable(EdgeApplication application, ApplicationReport report, DateTimeOffset now)
    {
        var status = application.Status.ValueKind == JsonValueKind.Object ? JsonObject.Create(application.Status.Clone())!.DeepClone().AsObject() : [];
        status["observedGeneration"] = application.Meta.Generation;
        status["conditions"] = StatusConditions.Of(report, LiveObject.Member(application.Status, "conditions"), application.Meta.Generation, now);
        return status;
    }

    /// <summary>The merge patch that makes the one of the other; null where they are the same.</summary>
    public static JsonObject? Patch(JsonElement before, JsonObject after)
    {
        // Compared as JSON: a tree made here and one that was read differ in how they hold their numbers.
        using var wanted = JsonDocument.Parse(JsonTree.Write(after));
        var patch = new JsonObject();
        foreach (var member in wanted.RootElement.EnumerateObject())
        {
            if (LiveObject.Member(before, member.Name) is not { ValueKind: not JsonValueKind.Undefined } known || !JsonElement.DeepEquals(known, member.Value))
                patch[member.Name] = after[member.Name]?.DeepClone();
        }

        if (before.ValueKind == JsonValueKind.Object)
        {
            foreach (var gone in before.EnumerateObject().Where(member => !after.ContainsKey(member.Name)))
                patch[gone.Name] = null;
        }

        return patch.Count == 0 ? null : new JsonObject { ["status"] = patch };
    }

    private static JsonObject Target(TargetReport report, EdgeApplication application)
    {
        var planned = report.Target.Planned;
        var json = new JsonObject { ["name"] = planned.Name };
        if (planned.NodeGroup is not null)
            json["nodeGroup"] = planned.NodeGroup;
        if (report.Target.IsInSync)
            json["observedGeneration"] = application.Meta.Generation;
        else if (Before(application, planned.Name) is { } generation)
            json["observedGeneration"] = generation;
        json["desired"] = report.Counts.Desired;
        json["updated"] = report.Counts.Updated;
        json["ready"] = report.Counts.Ready;
        json["available"] = report.Counts.Available;
        if (report.Images.Count > 0)
            json["images"] = new JsonArray([.. report.Images.Select(image => (JsonNode)image)]);
        json["health"] = report.Health.ToString();
        if (report.Message.Length > 0)
            json["message"] = report.Message;
        if (report.Error.Length > 0)
            json["lastError"] = report.Error;
        return json;
    }

    private static JsonObject Workload(Assessment found)
    {
        var (resource, key) = found.Desired.Child;
        var identifier = new JsonObject { ["ordinal"] = found.Desired.Ordinal };
        if (resource.Group.Length > 0)
            identifier["group"] = resource.Group;
        identifier["version"] = resource.Version;
        identifier["kind"] = found.Desired.Api.Kind;
        identifier["resource"] = resource.Resource;
        if (key.Namespace.Length > 0)
            identifier["namespace"] = key.Namespace;
        identifier["name"] = key.Name;
        return new JsonObject { ["identifier"] = identifier, ["conditions"] = found.IsAvailable ? "Available" : "Processing" };
    }

    private static long? Before(EdgeApplication application, string target)
    {
        if (LiveObject.Member(application.Status, "targets") is not { ValueKind: JsonValueKind.Array } targets)
            return null;
        return targets.EnumerateArray().Where(entry => LiveObject.Text(entry, "name") == target).Select(entry => LiveObject.Number(entry, "observedGeneration")).FirstOrDefault();
    }

    private static string Share(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{part}/{whole}");
}
