using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Nodes;

/// <summary>The conditions of a node, which can also be unknown.</summary>
internal static class NodeCondition
{
    /// <summary>Sets a condition; times change only where its status does.</summary>
    public static void Set(JsonObject status, string type, string truth, string reason, string message, DateTimeOffset now)
    {
        if (status.Arr("conditions") is not { } conditions)
            status["conditions"] = conditions = [];
        var found = Find(status, type);
        if (found is null)
            conditions.Add(found = new JsonObject { ["type"] = type });
        if (found.Str("status") != truth)
        {
            found["lastHeartbeatTime"] = Timestamps.Seconds(now);
            found["lastTransitionTime"] = Timestamps.Seconds(now);
        }

        found["message"] = message;
        found["reason"] = reason;
        found["status"] = truth;
    }

    /// <summary>True, False or Unknown; empty where the node does not say.</summary>
    public static string StatusOf(JsonObject node, string type) => Find(node.Obj("status"), type).Str("status");

    public static DateTimeOffset? HeardAt(JsonObject status, string type) => DateTimeOffset.TryParse(
        Find(status, type).Str("lastHeartbeatTime"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var heard) ? heard : null;

    private static JsonObject? Find(JsonObject? status, string type) =>
        status.Objs("conditions").FirstOrDefault(condition => condition.Str("type") == type);
}
