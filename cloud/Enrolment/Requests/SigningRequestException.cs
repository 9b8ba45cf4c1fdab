namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;

/// <summary>A certificate request asks for what a node may not have; the message says what.</summary>
internal sealed class SigningRequestException : Exception
{
    public SigningRequestException() { }

    public SigningRequestException(string message) : base(message) { }

    public SigningRequestException(string message, Exception innerException) : base(message, innerException) { }
}
