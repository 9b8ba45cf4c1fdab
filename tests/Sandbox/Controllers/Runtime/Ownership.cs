using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;

/// <summary>Who controls whom: the one owner reference that says <c>controller: true</c>.</summary>
internal static class Ownership
{
    /// <summary>The reference to give to what <paramref name="owner"/> makes.</summary>
    public static JsonArray ReferenceTo(JsonObject owner) => new(new JsonObject
    {
        ["apiVersion"] = owner.Str("apiVersion"),
        ["kind"] = owner.Str("kind"),
        ["name"] = owner.Obj("metadata").Str("name"),
        ["uid"] = owner.Obj("metadata").Str("uid"),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    });

    /// <summary>The UID of the object's controller; empty for none.</summary>
    public static string ControllerUid(JsonObject value) => Controller(value).Str("uid");

    /// <summary>The name of the object's controller where it is of that kind; empty else.</summary>
    public static string ControllerName(JsonObject? value, string kind) =>
        value is not null && Controller(value) is { } controller && controller.Str("kind") == kind ? controller.Str("name") : "";

    private static JsonObject? Controller(JsonObject value) =>
        value.Obj("metadata").Objs("ownerReferences").FirstOrDefault(reference => reference.Bool("controller"));
}
