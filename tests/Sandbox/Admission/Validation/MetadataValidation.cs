using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;

/// <summary>What holds for the metadata of every kind.</summary>
internal static class MetadataValidation
{
    public static void Check(ResourceDefinition definition, JsonObject metadata, FieldErrors errors)
    {
        var name = metadata.Str("name");
        if (name.Length == 0) errors.Required("metadata.name", "name or generateName is required");
        else if (Name(definition, name) is { } fault) errors.Invalid("metadata.name", name, fault);

        foreach (var (key, value) in metadata.Obj("labels") ?? [])
        {
            if (NameRules.QualifiedName(key) is { } badKey) errors.Invalid("metadata.labels", key, badKey);
            if (value is JsonValue text && NameRules.LabelValue(text.ToString()) is { } badValue) errors.Invalid("metadata.labels", text.ToString(), badValue);
        }
        foreach (var (key, _) in metadata.Obj("annotations") ?? [])
        {
            if (NameRules.QualifiedName(key.ToLowerInvariant()) is { } badKey) errors.Invalid("metadata.annotations", key, badKey);
        }
        foreach (var finalizer in metadata.Strs("finalizers"))
        {
            if (NameRules.QualifiedName(finalizer) is { } badName) errors.Invalid("metadata.finalizers", finalizer, badName);
        }
        CheckOwners(metadata, errors);
    }

    public static void CheckUpdate(JsonObject metadata, JsonObject old, FieldErrors errors)
    {
        if (old.Str("deletionTimestamp").Length == 0) return;
        var added = metadata.Strs("finalizers").Except(old.Strs("finalizers")).ToList();
        if (added.Count == 0) return;
        errors.Forbidden("metadata.finalizers", "no new finalizers can be added if the object is being deleted, found new finalizers "
            + $"[]string{{{string.Join(", ", added.Select(item => $"\"{item}\""))}}}");
    }

    private static string? Name(ResourceDefinition definition, string name) => definition.Resource switch
    {
        { Group: "rbac.authorization.k8s.io" } => NameRules.PathSegment(name),
        { Group: "", Resource: "namespaces" or "services" } => NameRules.Label(name),
        _ => NameRules.Subdomain(name),
    };

    private static void CheckOwners(JsonObject metadata, FieldErrors errors)
    {
        var owners = metadata.Objs("ownerReferences").ToList();
        for (var i = 0; i < owners.Count; i++)
        {
            foreach (var key in (string[])["apiVersion", "kind", "name", "uid"])
            {
                if (owners[i].Str(key).Length == 0) errors.Required($"metadata.ownerReferences[{i}].{key}");
            }
        }
        if (owners.Count(owner => owner.Bool("controller")) > 1)
        {
            errors.Invalid("metadata.ownerReferences", metadata["ownerReferences"], "Only one reference can have Controller set to true.");
        }
    }
}
