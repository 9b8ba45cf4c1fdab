namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;

/// <summary>Somebody may not join. The message is for the person at the node and names the mend.</summary>
internal sealed class JoinRefusedException : Exception
{
    public JoinRefusedException() { }

    public JoinRefusedException(string message) : base(message) { }

    public JoinRefusedException(string message, Exception innerException) : base(message, innerException) { }

    public JoinRefusedException(RefusalReason reason, string message) : base(message) => Reason = reason;

    public RefusalReason Reason { get; }
}
