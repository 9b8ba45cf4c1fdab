using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>Writes one cell: exactly one JSON value.</summary>
internal delegate void CellReader(TableRow row, Utf8JsonWriter cell);
