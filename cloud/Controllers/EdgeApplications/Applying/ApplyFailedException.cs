namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>Requests for some objects of an application failed; the others were made. Tried again later.</summary>
#pragma warning disable CA1032, CA1064 // Thrown to the workers of this room only, always with a message.
internal sealed class ApplyFailedException(IEnumerable<string> failures) : Exception(string.Join("; ", failures));
#pragma warning restore CA1032, CA1064
