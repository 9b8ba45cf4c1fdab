namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>One entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Owner">Who.</param>
/// <param name="Fields">What.</param>
/// <param name="Time">When it last wrote any of them, as written (RFC 3339); empty where unknown.</param>
public sealed record OwnedFields(FieldOwner Owner, FieldSet Fields, string Time);
