namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary>A path that cannot be read, or that an object gives no value for: its cell stays empty.</summary>
internal sealed class JsonPathException(string message) : Exception(message);
