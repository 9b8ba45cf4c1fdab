using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>A kind whose new objects have a status of their own.</summary>
/// <param name="status">What it is.</param>
internal sealed class StatusAtBirth(Func<JsonObject> status) : KindRules
{
    public override void PrepareCreate(Transaction transaction, JsonObject value) => value["status"] = status();
}
