using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Makes pods out of the template of a workload.</summary>
internal static class PodTemplate
{
    /// <summary>A pod of the workload; it has no name yet.</summary>
    public static JsonObject Pod(JsonObject owner)
    {
        var template = owner.Obj("spec").Obj("template");
        var from = template.Obj("metadata");
        var metadata = new JsonObject { ["namespace"] = owner.Obj("metadata").Str("namespace") };
        foreach (var key in (string[])["labels", "annotations", "finalizers"])
            metadata.Put(key, from?[key]);
        metadata["ownerReferences"] = Ownership.ReferenceTo(owner);
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.Obj("spec")?.DeepClone() ?? new JsonObject(),
        };
    }

    /// <summary>A short name for what a template says, made only of characters that may stand in an object's name.</summary>
    public static string HashOf(JsonObject workload)
    {
        var text = workload.Obj("spec").Obj("template")?.ToJsonString() ?? "";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..10];
    }
}
