using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>CustomResourceDefinitions: their names are accepted or not when they are written, so that a definition serves at once.</summary>
internal sealed class DefinitionRules(ResourceRegistry registry) : KindRules
{
    /// <summary>Holds a definition until its objects are gone.</summary>
    public const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";

    public override void PrepareCreate(Transaction transaction, JsonObject value)
    {
        var metadata = value.Meta();
        if (!metadata.Strs("finalizers").Contains(Cleanup)) metadata["finalizers"] = new JsonArray([.. metadata.Strs("finalizers").Select(name => JsonValue.Create(name)), Cleanup]);
        value["status"] = new JsonObject { ["storedVersions"] = new JsonArray(Storage(value)) };
        Accept(transaction, value);
    }

    public override void PrepareUpdate(Transaction transaction, JsonObject value, JsonObject old)
    {
        var stored = value.Ensure("status").Strs("storedVersions").Append(Storage(value)).Distinct(StringComparer.Ordinal);
        value.Ensure("status")["storedVersions"] = new JsonArray([.. stored.Select(name => JsonValue.Create(name))]);
        if (value.Meta().Str("deletionTimestamp").Length == 0) Accept(transaction, value);
    }

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Obj("spec");
        var names = spec.Obj("names");
        var expected = $"{names.Str("plural")}.{spec.Str("group")}";
        if (value.Meta().Str("name") != expected)
        {
            errors.Invalid("metadata.name", value.Meta().Str("name"), "must be spec.names.plural+\".\"+spec.group");
        }
        if (!spec.Str("group").Contains('.', StringComparison.Ordinal)) errors.Invalid("spec.group", spec.Str("group"), "should be a domain with at least one dot");
        if (spec.Str("scope") is not ("Cluster" or "Namespaced")) errors.NotSupported("spec.scope", spec.Str("scope"), ["\"Cluster\"", "\"Namespaced\""]);
        var versions = spec.Objs("versions").ToList();
        if (versions.Count(version => version.Bool("storage")) != 1)
        {
            errors.Invalid("spec.versions", spec?["versions"], "must have exactly one version marked as storage version");
        }
        for (var i = 0; i < versions.Count; i++)
        {
            if (versions[i].Obj("schema").Obj("openAPIV3Schema") is null) errors.Required($"spec.versions[{i}].schema.openAPIV3Schema", "schemas are required");
        }
        MetadataSchema.Check([.. versions.Select(version => version.Obj("schema").Obj("openAPIV3Schema"))], errors);
        if (spec.Obj("conversion").Str("strategy") == "Webhook") errors.Forbidden("spec.conversion.strategy", "the sandbox converts between versions only with None");
    }

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        ImmutableFields.Check("spec.group", value, old, errors);
        ImmutableFields.Check("spec.scope", value, old, errors);
        ImmutableFields.Check("spec.names.plural", value, old, errors);
        ImmutableFields.Check("spec.names.kind", value, old, errors);
    }

    private static string Storage(JsonObject value) =>
        value.Obj("spec").Objs("versions").FirstOrDefault(version => version.Bool("storage")).Str("name");

    private void Accept(Transaction transaction, JsonObject value)
    {
        var taken = Taken(value);
        var status = value.Ensure("status");
        if (taken is null) status.Put("acceptedNames", value.Obj("spec")?["names"]);
        else status.Default("acceptedNames", new JsonObject { ["kind"] = "", ["plural"] = "" });
        Conditions.Set(status, "NamesAccepted", taken is null, taken is null ? "NoConflicts" : "NameConflict", taken ?? "no conflicts found", transaction.Timestamp);
        Conditions.Set(status, "Established", taken is null, taken is null ? "InitialNamesAccepted" : "NotAccepted",
            taken is null ? "the initial names have been accepted" : "not all names are accepted", transaction.Timestamp);
    }

    /// <summary>Which of its names another definition of the group has; null where all are free.</summary>
    private string? Taken(JsonObject value)
    {
        var spec = value.Obj("spec");
        var names = spec.Obj("names");
        var others = registry.All.Where(other =>
            other.Resource.Group == spec.Str("group") && (!other.IsCustom || other.Resource.Resource != names.Str("plural"))).ToList();
        string[] wanted = [names.Str("plural"), names.Str("singular"), .. names.Strs("shortNames")];
        var conflict = wanted.FirstOrDefault(name => others.Exists(other =>
            other.Resource.Resource == name || other.Api.Singular == name || other.Api.ShortNames.Contains(name)));
        conflict ??= others.Exists(other => other.Api.Kind == names.Str("kind") || other.Api.ListKind == names.Str("kind")) ? names.Str("kind") : null;
        return conflict is null ? null : $"\"{conflict}\" is already in use";
    }
}
