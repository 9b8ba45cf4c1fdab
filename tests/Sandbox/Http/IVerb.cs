namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>Answers one kind of request for a resource.</summary>
internal interface IVerb
{
    /// <summary>Whether the request is of this kind.</summary>
    bool Serves(ApiCall call);

    Task HandleAsync(ApiCall call);
}
