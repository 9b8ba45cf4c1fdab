using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Writes a status as Kubernetes does: numbers that are zero are left out where the API leaves them out.</summary>
internal static class StatusFields
{
    /// <summary>Sets a number, or removes it where it is zero.</summary>
    public static JsonObject Count(this JsonObject status, string key, long value)
    {
        if (value == 0)
            status.Remove(key);
        else
            status[key] = value;
        return status;
    }
}
