namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>The cluster's signer gave no certificate that pods would trust; the message says why and, where known, the mend.</summary>
internal sealed class SigningFailedException : Exception
{
    public SigningFailedException() { }

    public SigningFailedException(string message) : base(message) { }

    public SigningFailedException(string message, Exception innerException) : base(message, innerException) { }
}
