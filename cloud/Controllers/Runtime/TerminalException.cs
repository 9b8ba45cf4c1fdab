namespace KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

/// <summary>What was asked for cannot be done, and trying again is no use before somebody changes it.</summary>
#pragma warning disable CA1032, CA1064 // Thrown and caught inside this room only, always with a message.
internal sealed class TerminalException(string message) : Exception(message);
#pragma warning restore CA1032, CA1064
