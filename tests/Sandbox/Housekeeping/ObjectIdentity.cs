using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>One object in one of its lives.</summary>
internal sealed record ObjectIdentity(GroupVersionResource Resource, ObjectKey Key, string Uid);
