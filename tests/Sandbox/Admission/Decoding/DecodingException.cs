namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Decoding;

/// <summary>What was sent cannot be read as the kind that it says it is: 400.</summary>
internal sealed class DecodingException(string message) : Exception(message);
