using KubeEdge.EdgeMesh.Edge.MetaServer.Packing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>Opens the answer to a read: its form and its body.</summary>
internal sealed class Representations(TimeProvider time)
{
    /// <exception cref="StatusException">406: the form does not fit what is answered. 400: includeObject has a value that is none.</exception>
    public Representation For(ReadRequest request) => request.Media.Misfit is { } misfit ? throw misfit.ToException() : request.Media.Form switch
    {
        ObjectForm.Metadata => new MetadataRepresentation(),
        ObjectForm.Table => new TableRepresentation(request.Resource, Included(request.Context.Request), time),
        _ => new JsonRepresentation(request.Resource),
    };

    /// <summary>The body of a get or list.</summary>
    public static ResponseBody Open(ReadRequest request)
    {
        var response = request.Context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        return new ResponseBody(response, request.Media.Pretty, request.Media.Gzip);
    }

    /// <summary>The body of a list that is put together from compressed pieces.</summary>
    public static PackedBody OpenPacked(ReadRequest request)
    {
        var response = request.Context.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json";
        return new PackedBody(response);
    }

    private static IncludeObject Included(HttpRequest request) => request.Query.First("includeObject") switch
    {
        "" or "Metadata" => IncludeObject.Metadata,
        "None" => IncludeObject.None,
        "Object" => IncludeObject.Object,
        var other => throw KubernetesStatus.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: {GoText.Quote(other)}: must be 'Metadata', 'Object', 'None', or empty").ToException(),
    };
}
