using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Who owns fields. The same name may own by several operations, versions and subresources, each by itself.</summary>
/// <param name="Name">The field manager, for example <c>kubectl</c>.</param>
/// <param name="Operation">How it came to own them.</param>
/// <param name="ApiVersion">In which version the fields are named; an applier is the same in all versions.</param>
/// <param name="Subresource">For example <c>status</c>; empty for the object itself.</param>
public sealed record FieldOwner(string Name, FieldOperation Operation, string ApiVersion, string Subresource = "")
{
    /// <summary>Whether both are one owner.</summary>
    public bool IsSameAs(FieldOwner other) =>
        Name == other.Name && Operation == other.Operation && Subresource == other.Subresource
        && (Operation == FieldOperation.Apply || ApiVersion == other.ApiVersion);

    /// <summary>As conflicts name it: <c>"kubectl" using apps/v1</c>.</summary>
    public override string ToString()
    {
        var subresource = Subresource.Length == 0 ? "" : $" with subresource {GoText.Quote(Subresource)}";
        return $"{GoText.Quote(Name)}{subresource}{(Operation == FieldOperation.Update ? $" using {ApiVersion}" : "")}";
    }
}
