using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>One object (kubernetes-api.md 1.5).</summary>
internal sealed class GetHandler(IObjectReader reader, RevisionGate gate, Representations representations)
{
    public async Task HandleAsync(ReadRequest request)
    {
        var cancellation = request.Context.RequestAborted;
        var resource = request.Resource.Resource;
        var revision = request.Options.Revision();
        if (revision > 0) await gate.NotOlderThanAsync(resource, revision, cancellation);
        var key = new ObjectKey(request.Resource.Namespaced ? request.Info.Namespace : "", request.Info.Name);
        // Who takes any version takes the one that has been looked at.
        var found = (request.Options.ResourceVersion == "0" ? request.Held : null) ?? reader.Get(resource, key) ?? throw KubernetesStatus.NotFound(resource, request.Info.Name).ToException();
        using var body = Representations.Open(request);
        representations.For(request).WriteObject(body, found.Json.Span);
        await body.CompleteAsync(cancellation);
    }
}
