using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>A read that is authenticated, authorised, covered and valid: what is left is to answer it.</summary>
internal sealed class ReadRequest
{
    private ReadRequest(HttpContext context, UserIdentity user, RequestInfo info, ApiResource resource, MediaChoice media, ReadOptions options)
    {
        Context = context;
        User = user;
        Info = info;
        Resource = resource;
        Media = media;
        Options = options;
        Filter = new ObjectFilter(resource, info, options);
    }

    public HttpContext Context { get; }

    public UserIdentity User { get; }

    public RequestInfo Info { get; }

    public ApiResource Resource { get; }

    public MediaChoice Media { get; }

    public ReadOptions Options { get; }

    public ObjectFilter Filter { get; }

    /// <summary>The object of a get as it was a moment ago, where it has been looked at already.</summary>
    public StoredObject? Held { get; private init; }

    /// <summary>Checks in the order of kubernetes-api.md 1.1: Accept, parameters, their combination, the field selector.</summary>
    /// <exception cref="StatusException">406, 400 or 422.</exception>
    public static ReadRequest Read(HttpContext context, UserIdentity user, RequestInfo info, ApiResource resource, StoredObject? held = null)
    {
        var media = MediaChoice.Negotiate(context.Request, isList: info.Verb == "list", IsCustom(resource.Resource.Group));
        var options = ReadOptions.Parse(context.Request.Query);
        if (info.Verb == "watch" && options.Watch) ReadOptionsRules.RequireWatch(options);
        else if (info.Verb is "list" or "watch") ReadOptionsRules.RequireList(options);
        if (!options.Fields.IsEmpty) RequireFields(info, resource, options.Fields);
        return new ReadRequest(context, user, info, resource, media, options) { Held = held };
    }

    private static void RequireFields(RequestInfo info, ApiResource resource, FieldSelector fields)
    {
        try
        {
            fields.Validate(resource.Resource, resource.Definition is not null || IsCustom(resource.Resource.Group), resource.Definition?.SelectableFields);
        }
        catch (SelectorException e)
        {
            throw KubernetesStatus.BadRequest(e.Message).ToException(e);
        }
        if (info.Name.Length > 0 && fields.RequiresExact("metadata.name") is { } name && name != info.Name)
            throw KubernetesStatus.BadRequest($"fieldSelector metadata.name={name} doesn't match requested name {info.Name}").ToException();
    }

    /// <summary>Groups that Kubernetes itself serves have no dot, or end in k8s.io.</summary>
    public static bool IsCustom(string group) => group.Contains('.', StringComparison.Ordinal) && !group.EndsWith(".k8s.io", StringComparison.Ordinal);
}
