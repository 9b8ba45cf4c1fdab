using System.Globalization;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Who writes, when, and what kind of object.</summary>
/// <param name="Manager">The request's fieldManager.</param>
/// <param name="ApiVersion">The version that the request is in.</param>
/// <param name="Schema">From <see cref="BuiltInSchemas"/> or <see cref="OpenApiSchema"/>.</param>
/// <param name="Time">Noted beside what changes owner, to the second.</param>
public sealed record FieldWrite(string Manager, string ApiVersion, FieldSchema Schema, DateTimeOffset Time)
{
    /// <summary>For example <c>status</c>; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>
    /// Fields that the endpoint drops, which are then not owned either: <c>status</c> when the object is written, all but status when that is.
    /// </summary>
    public FieldSet Ignored { get; init; } = new();

    internal FieldOwner Owner(FieldOperation operation) => new(Manager, operation, ApiVersion, Subresource);

    internal string TimeText => Time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
