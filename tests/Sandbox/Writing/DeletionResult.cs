using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>What a deletion did.</summary>
/// <param name="Value">The object as it last was, or as it is now.</param>
/// <param name="Gone">False where something still holds it.</param>
internal sealed record DeletionResult(JsonObject Value, bool Gone);
