using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Json;

/// <summary>The <c>conditions</c> of a status.</summary>
internal static class Conditions
{
    /// <summary>Sets one condition; its transition time changes only with its truth.</summary>
    public static void Set(JsonObject status, string type, bool truth, string reason, string message, string now)
    {
        if (status.Arr("conditions") is not { } conditions) status["conditions"] = conditions = [];
        var found = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Str("type") == type);
        if (found is null) conditions.Add(found = new JsonObject { ["lastTransitionTime"] = now });
        var text = truth ? "True" : "False";
        if (found.Str("status") is { Length: > 0 } before && before != text) found["lastTransitionTime"] = now;
        found.Put("message", message.Length == 0 ? null : message);
        found.Put("reason", reason.Length == 0 ? null : reason);
        found["status"] = text;
        found["type"] = type;
    }
}
