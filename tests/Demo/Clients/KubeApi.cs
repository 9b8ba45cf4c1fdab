using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using k8s;
using k8s.KubeConfigModels;

namespace KubeEdge.EdgeMesh.Tests.Demo.Clients;

/// <summary>A Kubernetes API as a person's tools see it: a kubeconfig, paths, JSON.</summary>
public sealed class KubeApi : IDisposable
{
    private readonly Kubernetes _client;

    private KubeApi(KubernetesClientConfiguration configuration)
    {
        // A watch may be silent for as long as it likes; every other call is bounded by its caller's token.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        _client = new Kubernetes(configuration);
    }

    /// <summary>The typed client of the same API.</summary>
    public IKubernetes Typed => _client;

    /// <summary>Uses the current context of a kubeconfig.</summary>
    public static KubeApi FromKubeconfig(string yaml) =>
        new(KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesYaml.Deserialize<K8SConfiguration>(yaml)));

    /// <summary>The parsed answer.</summary>
    /// <exception cref="KubeApiException">The answer was not a success.</exception>
    public async Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(await SendAsync(HttpMethod.Get, path, null, null, cancellationToken), cancellationToken);

    /// <summary>Server-side apply of one manifest, as <c>kubectl apply --server-side --force-conflicts</c> does it.</summary>
    public async Task<JsonObject> ApplyAsync(string path, JsonObject manifest, CancellationToken cancellationToken) =>
        await ReadAsync(await SendAsync(HttpMethod.Patch, $"{path}?fieldManager=demo&force=true", manifest, "application/apply-patch+yaml", cancellationToken), cancellationToken);

    /// <summary>A JSON merge patch.</summary>
    public async Task<JsonObject> MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        await ReadAsync(await SendAsync(HttpMethod.Patch, path, patch, "application/merge-patch+json", cancellationToken), cancellationToken);

    /// <summary>Creates an object in the collection.</summary>
    public async Task<JsonObject> CreateAsync(string path, JsonObject manifest, CancellationToken cancellationToken) =>
        await ReadAsync(await SendAsync(HttpMethod.Post, path, manifest, "application/json", cancellationToken), cancellationToken);

    /// <summary>Deletes an object.</summary>
    public async Task<JsonObject> DeleteAsync(string path, CancellationToken cancellationToken) =>
        await ReadAsync(await SendAsync(HttpMethod.Delete, path, null, null, cancellationToken), cancellationToken);

    /// <summary>Sends a request and returns when the headers have arrived.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, JsonNode? body, string? contentType, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(_client.BaseUri, path));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(contentType!);
        }
        if (_client.Credentials is { } credentials) await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        return await _client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>The events of one watch, until the server ends it.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, null, cancellationToken);
        if (!response.IsSuccessStatusCode) await ReadAsync(response, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line) yield return JsonNode.Parse(line)!.AsObject();
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode) return JsonNode.Parse(text)!.AsObject();
            throw new KubeApiException((int)response.StatusCode, text);
        }
    }
}
