using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>One committed change. Its objects are shared: read only.</summary>
/// <param name="Definition">The collection.</param>
/// <param name="Key">The object.</param>
/// <param name="Before">Null for a creation.</param>
/// <param name="After">Null for a removal.</param>
internal sealed record Change(ResourceDefinition Definition, ObjectKey Key, JsonObject? Before, JsonObject? After);
