using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>Names an object in an Event.</summary>
/// <param name="ApiVersion">For example <c>apps.kubeedge.io/v1alpha1</c>.</param>
/// <param name="Kind">For example <c>NodeGroup</c>.</param>
/// <param name="Namespace">Empty for a cluster-scoped object: its Events are in <c>default</c>.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Uid">The object's uid; <c>kubectl describe</c> finds Events by it.</param>
internal sealed record ObjectReference(string ApiVersion, string Kind, string Namespace, string Name, string Uid)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["apiVersion"] = ApiVersion, ["kind"] = Kind, ["name"] = Name };
        if (Namespace.Length > 0)
            json["namespace"] = Namespace;
        if (Uid.Length > 0)
            json["uid"] = Uid;
        return json;
    }
}
