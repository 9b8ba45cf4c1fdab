using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>One manifest of the template.</summary>
/// <param name="Ordinal">Its index in the template.</param>
/// <param name="Json">As written.</param>
/// <param name="ApiVersion"><c>apiVersion</c></param>
/// <param name="Kind"><c>kind</c></param>
/// <param name="Namespace"><c>metadata.namespace</c>; empty where it names none.</param>
/// <param name="Name"><c>metadata.name</c></param>
/// <param name="Shape">Where the pod template and the replicas are, if the kind has them.</param>
internal sealed record Manifest(int Ordinal, ReadOnlyMemory<byte> Json, string ApiVersion, string Kind, string Namespace, string Name, WorkloadShape Shape)
{
    /// <summary>For messages.</summary>
    public string Place => PlaceOf(Ordinal);

    /// <summary>Whether the kind is made for each target, whatever the manifest says.</summary>
    public bool IsWorkload => Shape.PodTemplatePath is { Length: > 0 };

    public static string PlaceOf(int ordinal) => $"spec.workloadTemplate.manifests[{ordinal}]";

    /// <summary>A tree of one's own, in an order that does not depend on how it was written.</summary>
    public JsonObject Tree()
    {
        var tree = JsonTree.ParseObject(Json.Span);
        tree.Sort();
        return tree;
    }
}
