namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>What the EdgeApplication asks for cannot be made of this manifest. The message says why; who catches it knows the place.</summary>
internal sealed class CannotRenderException(string message) : Exception(message);
