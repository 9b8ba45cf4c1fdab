using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>
/// Asks the cluster, in the caller's own name, for the metadata of what the caller reads: the same path and selectors, a fraction of the
/// bytes.
/// </summary>
/// <param name="Target">Path and query.</param>
/// <param name="IsList">Whether it is of a collection.</param>
/// <param name="Credential">
/// The caller's Authorization header, or empty where the node's own components ask, as the node. It is part of the key under which answers are shared.
/// </param>
internal sealed record ClusterQuestion(string Target, bool IsList, string Credential)
{
    private const string One = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private const string Many = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /// <summary>A list costs the API server, the way and this node a fraction of what it costs as JSON.</summary>
    private const string ManyPacked = $"{ListedMetadata.Protobuf};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,{Many}";

    /// <summary>What a request asks.</summary>
    /// <param name="request">The request.</param>
    /// <param name="nodesOwn">Whether a component of the node asks.</param>
    public static ClusterQuestion Of(ReadRequest request, bool nodesOwn)
    {
        var (info, resource) = (request.Info, request.Resource);
        var isList = info.Verb != "get";
        var target = PathOf(resource.Resource);
        if (resource.Namespaced && info.Namespace.Length > 0) target += $"/namespaces/{Uri.EscapeDataString(info.Namespace)}";
        target += $"/{resource.Resource.Resource}";
        if (!isList) target += $"/{Uri.EscapeDataString(info.Name)}";
        else
        {
            var query = request.Context.Request.Query;
            var (labels, fields) = (query.First("labelSelector"), query.First("fieldSelector"));
            // The old paths of a watch name one object, and no selector does.
            if (info.Name.Length > 0 && request.Options.Fields.RequiresExact("metadata.name") is null)
                fields = fields.Length == 0 ? $"metadata.name={info.Name}" : $"{fields},metadata.name={info.Name}";
            var parameters = new List<string>();
            if (labels.Length > 0) parameters.Add($"labelSelector={Uri.EscapeDataString(labels)}");
            if (fields.Length > 0) parameters.Add($"fieldSelector={Uri.EscapeDataString(fields)}");
            if (request.Info.Verb == "list" && request.Options.Limit > 0) parameters.Add(FormattableString.Invariant($"limit={request.Options.Limit}"));
            if (parameters.Count > 0) target += "?" + string.Join('&', parameters);
        }
        return new ClusterQuestion(target, isList, CredentialOf(request, nodesOwn));
    }

    /// <summary>The same for all of the collection that a request reads from.</summary>
    public static ClusterQuestion OfAll(ReadRequest request, bool nodesOwn) =>
        new($"{PathOf(request.Resource.Resource)}/{request.Resource.Resource.Resource}", IsList: true, CredentialOf(request, nodesOwn));

    /// <summary>The cluster's state; an object that is not there is no version.</summary>
    /// <param name="gateway">The way to it.</param>
    /// <param name="authority">Where that begins.</param>
    /// <param name="clock">Is told the cluster's time.</param>
    /// <param name="held">What is held of what a list asks for; null where everything is to be told.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StatusException">What the cluster says to this caller instead.</exception>
    /// <exception cref="HttpRequestException">The cluster could not be asked.</exception>
    public async Task<VersionedList> AskAsync(
        GatewayInvoker gateway, string authority, ClusterClock clock, VersionSums? held, CancellationToken cancellationToken) =>
        // What the cluster says instead of an answer it says in the same form: it is asked again for one that can be read.
        await AskAsync(IsList ? ManyPacked : One, gateway, authority, clock, held, cancellationToken)
        ?? await AskAsync(Many, gateway, authority, clock, held, cancellationToken)
        ?? throw new HttpRequestException("the cluster answers in a form that was not asked for");

    private static string PathOf(GroupVersionResource resource) => resource.Group.Length == 0 ? $"/api/{resource.Version}" : $"/apis/{resource.Group}/{resource.Version}";

    private static string CredentialOf(ReadRequest request, bool nodesOwn) => nodesOwn ? "" : request.Context.Request.Headers.Authorization.ToString();

    private async Task<VersionedList?> AskAsync(
        string accept, GatewayInvoker gateway, string authority, ClusterClock clock, VersionSums? held, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, authority + Target) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (Credential.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", Credential);
        else request.Headers.TryAddWithoutValidation(NodesOwnRequest.Header, NodesOwnRequest.Node);
        if (IsList) request.Headers.TryAddWithoutValidation(CondensedVersions.Header, held?.ToString() ?? CondensedVersions.All);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        using var response = await gateway.Invoker.SendAsync(request, cancellationToken);
        clock.Told(response.Headers.Date);
        await using var raw = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using var body = response.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (response.StatusCode == HttpStatusCode.OK) return await ReadAsync(body, mediaType, cancellationToken);
        if (mediaType == ListedMetadata.Protobuf) return null;
        if (response.StatusCode == HttpStatusCode.NotFound && !IsList) return new VersionedList(0, new ListedVersions(), HasMore: false);
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            using var text = new MemoryStream();
            await body.CopyToAsync(text, cancellationToken);
            if (KubernetesStatus.TryParse(text.GetBuffer().AsSpan(0, (int)text.Length), out var status)) throw status.ToException();
        }
        throw new HttpRequestException($"the cluster answers {(int)response.StatusCode}");
    }

    private async Task<VersionedList> ReadAsync(Stream body, string? mediaType, CancellationToken cancellationToken)
    {
        try
        {
            // A cloud from before it could condense answers as the API server does.
            if (mediaType != CondensedVersions.MediaType) return await ListedMetadata.ReadAsync(body, mediaType, IsList, cancellationToken);
            using var text = new MemoryStream();
            await body.CopyToAsync(text, cancellationToken);
            return CondensedVersions.Read(text.GetBuffer().AsSpan(0, (int)text.Length));
        }
        catch (FormatException e)
        {
            throw new HttpRequestException($"the cluster's answer is not understood: {e.Message}", e);
        }
    }
}
