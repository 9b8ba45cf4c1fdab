using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>A Job gets a selector that no other Job has: its own UID.</summary>
internal sealed class JobRules : WorkloadRules
{
    private static readonly string[] s_policies = ["OnFailure", "Never"];

    protected override string[] RestartPolicies => s_policies;

    public override void PrepareCreate(Transaction transaction, JsonObject value)
    {
        base.PrepareCreate(transaction, value);
        var spec = value.Ensure("spec");
        if (spec.Bool("manualSelector") || spec.Obj("template") is not { } template) return;
        var metadata = value.Meta();
        var (uid, name) = (metadata.Str("uid"), metadata.Str("name"));
        spec["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["batch.kubernetes.io/controller-uid"] = uid } };
        foreach (var labels in (JsonObject[])[metadata.Ensure("labels"), template.Meta().Ensure("labels")])
        {
            labels["batch.kubernetes.io/controller-uid"] = uid;
            labels["batch.kubernetes.io/job-name"] = name;
            labels["controller-uid"] = uid;
            labels["job-name"] = name;
        }
    }

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        base.ValidateUpdate(value, old, errors);
        ImmutableFields.Check("spec.completions", value, old, errors);
        if (!old.Obj("spec").Bool("suspend")) ImmutableFields.Check("spec.template", value, old, errors);
    }
}
