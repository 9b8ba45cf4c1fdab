using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Writing;

/// <inheritdoc cref="IClusterWriter"/>
internal sealed class ClusterWriter(IClusterConnection connection, TimeProvider time) : IClusterWriter
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public async Task MergeAsync(
        GroupVersionResource resource, ObjectKey key, long revision, JsonObject patch, string subresource, CancellationToken cancellationToken)
    {
        if (patch["metadata"] is not JsonObject metadata)
            patch["metadata"] = metadata = [];
        metadata["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);

        var path = PathOf(resource, key);
        await SendAsync(
            HttpMethod.Patch, subresource.Length == 0 ? path : $"{path}/{subresource}", patch, "application/merge-patch+json", static (_, _) => Task.FromResult(true), cancellationToken);
    }

    public Task<RawObject> ApplyAsync(
        GroupVersionResource resource, ObjectKey key, JsonObject configuration, string manager, bool force, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Patch,
            $"{PathOf(resource, key)}?fieldManager={Uri.EscapeDataString(manager)}{(force ? "&force=true" : "")}",
            configuration,
            "application/apply-patch+yaml", // JSON is YAML.
            static async (response, token) => RawObjectReader.Parse(RawJson.WithoutManagedFields(await response.Content.ReadAsByteArrayAsync(token))),
            cancellationToken);

    public async Task<bool> DeleteAsync(GroupVersionResource resource, ObjectKey key, string uid, CancellationToken cancellationToken)
    {
        var options = new JsonObject
        {
            ["kind"] = "DeleteOptions",
            ["apiVersion"] = "v1",
            ["propagationPolicy"] = "Background",
            ["preconditions"] = new JsonObject { ["uid"] = uid },
        };
        try
        {
            return await SendAsync(HttpMethod.Delete, PathOf(resource, key), options, "application/json", static (_, _) => Task.FromResult(true), cancellationToken);
        }
        catch (StatusException e) when (e.Status.Code is 404 or 409)
        {
            return false;
        }
    }

    public async Task<JsonObject?> ReadAsync(GroupVersionResource resource, ObjectKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(
                HttpMethod.Get, PathOf(resource, key), null, "",
                static async (response, token) => JsonTree.ParseObject(await response.Content.ReadAsByteArrayAsync(token)), cancellationToken);
        }
        catch (StatusException e) when (e.Status.Code == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, JsonObject? body, string mediaType, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonTree.Write(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        using var expiry = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var response = await connection.Http.SendAsync(request, either.Token);
            await ClusterResponse.EnsureSuccessAsync(response, either.Token);
            return await read(response, either.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer to {method} {path} within {Limit}");
        }
    }

    private static string PathOf(GroupVersionResource resource, ObjectKey key)
    {
        var scope = key.Namespace.Length == 0 ? "" : $"namespaces/{Uri.EscapeDataString(key.Namespace)}/";
        return $"{resource.VersionPath.TrimStart('/')}/{scope}{resource.Resource}/{Uri.EscapeDataString(key.Name)}";
    }
}
