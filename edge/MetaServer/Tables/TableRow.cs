using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>One object on its way into a table.</summary>
/// <param name="Object">The object, parsed for this line only.</param>
/// <param name="Now">The time of the answer, which ages refer to.</param>
internal readonly record struct TableRow(JsonElement Object, DateTimeOffset Now);
