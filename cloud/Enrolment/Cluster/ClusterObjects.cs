using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

/// <summary>The few reads and writes that enrolment needs of the cluster: rare, small, and always of the newest state.</summary>
/// <remarks>Every member throws <see cref="ClusterUnavailableException"/> where the API server does not answer or refuses.</remarks>
internal sealed class ClusterObjects(IClusterConnection cluster, TimeProvider time)
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(10);

    /// <summary>The object, or null where there is none.</summary>
    public Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, HttpStatusCode.NotFound, cancellationToken);

    /// <summary>Creates the object; false where one of that name exists.</summary>
    public async Task<bool> CreateAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Post, path, body, HttpStatusCode.Conflict, cancellationToken) is not null;

    /// <summary>Replaces the object, or a part of it that has a path of its own; false where somebody else has changed it meanwhile.</summary>
    public async Task<bool> ReplaceAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Put, path, body, HttpStatusCode.Conflict, cancellationToken) is not null;

    /// <summary>Deletes the object; false where there is none.</summary>
    public async Task<bool> DeleteAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Delete, path, null, HttpStatusCode.NotFound, cancellationToken) is not null;

    /// <returns>Null where the answer is <paramref name="expected"/>.</returns>
    private async Task<JsonNode?> SendAsync(
        HttpMethod method, string path, JsonObject? body, HttpStatusCode expected, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create<JsonNode>(body) };
            using var response = await cluster.Http.SendAsync(request, either.Token);
            if (response.StatusCode == expected)
                return null;

            if (!response.IsSuccessStatusCode)
                throw new ClusterUnavailableException(await DescribeAsync(method, path, response, either.Token));

            return await response.Content.ReadFromJsonAsync<JsonNode>(either.Token)
                ?? throw new ClusterUnavailableException($"The API server answered {method} {path} with null.");
        }
        catch (OperationCanceledException e) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnavailableException($"The API server {cluster.BaseAddress} did not answer {method} {path} within {_timeout.TotalSeconds} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new ClusterUnavailableException($"The API server {cluster.BaseAddress} cannot be reached: {e.Message}", e);
        }
        catch (JsonException e)
        {
            throw new ClusterUnavailableException($"The API server answered {method} {path} with something that is not JSON.", e);
        }
    }

    private static async Task<string> DescribeAsync(HttpMethod method, string path, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var said = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            said = JsonNode.Parse(said)?["message"]?.GetValue<string>() ?? said;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not a Status: a proxy in between answers as it likes, and what it says is all there is to tell.
        }

        var mend = response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized
            ? " Give the cloud's account the rights of cloud/deploy/edgemesh-cloud.yaml." : "";
        return $"The API server refused {method} {path} ({(int)response.StatusCode}): {said}{mend}";
    }
}
