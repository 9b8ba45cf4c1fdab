using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>Kinds that make pods from a template: their selector selects the template, and stays as it is.</summary>
internal class WorkloadRules : KindRules
{
    public override void PrepareCreate(Writing.Transaction transaction, JsonObject value) => value["status"] = new JsonObject();

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Obj("spec");
        var template = spec.Obj("template");
        if (template is null) { errors.Required("spec.template"); return; }
        if (spec.Int("replicas") is < 0) errors.Invalid("spec.replicas", spec!["replicas"], "must be greater than or equal to 0");
        var selector = spec.Obj("selector");
        if (selector is { Count: 0 })
        {
            errors.Invalid("spec.selector", selector, "empty selector is invalid for this kind");
        }
        else if (selector is not null && !Selectors.Matches(selector, template.Obj("metadata").Obj("labels")))
        {
            errors.Invalid("spec.template.metadata.labels", template.Obj("metadata")?["labels"], "`selector` does not match template `labels`");
        }
        PodSpecRules.Validate(template.Obj("spec"), "spec.template.spec", errors);
        if (RestartPolicies.Length > 0 && template.Obj("spec").Str("restartPolicy") is { } policy && !RestartPolicies.Contains(policy))
        {
            errors.NotSupported("spec.template.spec.restartPolicy", policy, RestartPolicies.Select(item => $"\"{item}\""));
        }
    }

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors) =>
        ImmutableFields.Check("spec.selector", value, old, errors);

    /// <summary>What the template may say.</summary>
    protected virtual string[] RestartPolicies => ["Always"];
}
