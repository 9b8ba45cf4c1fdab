using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
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

        var scope = key.Namespace.Length == 0 ? "" : $"namespaces/{Uri.EscapeDataString(key.Namespace)}/";
        var path = $"{resource.VersionPath.TrimStart('/')}/{scope}{resource.Resource}/{Uri.EscapeDataString(key.Name)}";
        using var request = new HttpRequestMessage(HttpMethod.Patch, subresource.Length == 0 ? path : $"{path}/{subresource}")
        {
            Content = new StringContent(patch.ToJsonString(), new MediaTypeHeaderValue("application/merge-patch+json")),
        };
        using var expiry = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            using var response = await connection.Http.SendAsync(request, either.Token);
            await ClusterResponse.EnsureSuccessAsync(response, either.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer to a patch of {resource} {key} within {Limit}");
        }
    }
}
