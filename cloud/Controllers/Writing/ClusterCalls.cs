using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Writing;

/// <summary>One request to the API server, as ourselves, with a time-out and the answer judged.</summary>
internal sealed class ClusterCalls(IClusterConnection connection, TimeProvider time)
{
    /// <summary>How long a request may take unless somebody says otherwise.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public const string MergePatch = "application/merge-patch+json";

    /// <summary>The address of an object, or with an empty name of its collection, relative to the API server's root.</summary>
    public static string PathOf(GroupVersionResource resource, ObjectKey key, string subresource = "")
    {
        var scope = key.Namespace.Length == 0 ? "" : $"namespaces/{Uri.EscapeDataString(key.Namespace)}/";
        var name = key.Name.Length == 0 ? "" : $"/{Uri.EscapeDataString(key.Name)}";
        var part = subresource.Length == 0 ? "" : $"/{subresource}";
        return $"{resource.VersionPath.TrimStart('/')}/{scope}{resource.Resource}{name}{part}";
    }

    /// <summary>Sends a request and reads the object that is answered; its bytes are JSON.</summary>
    /// <exception cref="StatusException">The API server refused; <c>Details.RetryAfterSeconds</c> holds its Retry-After.</exception>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    /// <exception cref="TimeoutException">The API server took longer than <paramref name="limit"/>.</exception>
    public async Task<byte[]> SendAsync(
        HttpMethod method, string path, JsonObject? body, string mediaType, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (body is not null)
        {
            request.Content = new ByteArrayContent(JsonTree.Write(body));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }

        using var expiry = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var response = await connection.Http.SendAsync(request, either.Token);
            await ClusterResponse.EnsureSuccessAsync(response, either.Token);
            return await response.Content.ReadAsByteArrayAsync(either.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer to {method} {path} within {limit}");
        }
    }

    /// <summary>As the other one, with JSON and the usual <see cref="Limit"/>.</summary>
    public Task<byte[]> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        SendAsync(method, path, body, "application/json", Limit, cancellationToken);
}
