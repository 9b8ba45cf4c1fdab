namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Why the cloud sent this daemon away.</summary>
/// <param name="Kind">What a person has to mend.</param>
/// <param name="Message">One line for that person, in the cloud's words.</param>
/// <param name="EverConnected">Whether this process was connected before.</param>
public sealed record Refusal(RefusalKind Kind, string Message, bool EverConnected);
