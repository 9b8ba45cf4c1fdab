using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>One object that should exist.</summary>
public sealed record RenderedObject
{
    /// <summary>The place of its manifest in the template, from 0.</summary>
    public required int Ordinal { get; init; }

    /// <summary><c>apiVersion</c></summary>
    public required string ApiVersion { get; init; }

    /// <summary><c>kind</c></summary>
    public required string Kind { get; init; }

    /// <summary>
    /// <c>metadata.namespace</c>: the application's where the manifest names none. Whether the kind has a namespace at all only the cluster knows:
    /// whoever applies the object takes it off where it has none (<see cref="WithoutNamespace"/>).
    /// </summary>
    public required string Namespace { get; init; }

    /// <summary>Whether the manifest itself names the namespace.</summary>
    public required bool IsNamespaceGiven { get; init; }

    /// <summary><c>metadata.name</c></summary>
    public required string Name { get; init; }

    /// <summary>The whole object, its members in ordinal order. It belongs to the caller alone and may be changed.</summary>
    public required JsonObject Body { get; init; }

    /// <summary>Where the pod template stands, as a JSON pointer (<c>/spec/template</c>); null where there is none, empty where the object is the pod.</summary>
    public string? PodTemplatePath { get; init; }

    /// <summary>
    /// Places in the body, as JSON pointers, that can be set at birth only: the target's label in an immutable selector. An object that was
    /// there before us (KubeEdge made it) and lacks them keeps its selector: apply it <see cref="WithoutBirthmarks"/>.
    /// </summary>
    public IReadOnlyList<string> Birthmarks { get; init; } = [];

    /// <summary>The same object for a kind that has no namespace.</summary>
    public RenderedObject WithoutNamespace()
    {
        var body = Body.DeepClone().AsObject();
        body["metadata"]!.AsObject().Remove("namespace");
        return this with { Namespace = "", Body = body };
    }

    /// <summary>The same object without what can be set at birth only.</summary>
    public RenderedObject WithoutBirthmarks()
    {
        var body = Body.DeepClone().AsObject();
        foreach (var mark in Birthmarks)
        {
            var pointer = JsonPointer.TryParse(mark)!;
            pointer.Parent(body)!.AsObject().Remove(pointer.Last);
        }
        return this with { Birthmarks = [], Body = body };
    }
}
