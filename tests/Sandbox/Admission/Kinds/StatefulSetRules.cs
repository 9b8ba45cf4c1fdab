using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>A StatefulSet changes in a few fields only.</summary>
internal sealed class StatefulSetRules : WorkloadRules
{
    private static readonly string[] s_mutable =
        ["replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy", "minReadySeconds"];

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        var (after, before) = (value.Ensure("spec").Copy(), old.Ensure("spec").Copy());
        foreach (var key in s_mutable)
        {
            after.Remove(key);
            before.Remove(key);
        }
        if (!JsonNode.DeepEquals(after, before))
        {
            errors.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', "
                + "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
        }
    }
}
