using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>
/// Any Kubernetes API server, seen through the interface that the sandbox's controllers are written against: it lets the same hollow kubelets
/// and controllers bring a real API server to life. The calls block, as the interface wants it, and each is bounded by a time-out.
/// </summary>
/// <param name="http">
/// Carries the administrator's credential and the server's address, speaks HTTP/1.1, and has no time-out of its own, which a watch would hit.
/// </param>
/// <param name="time">The clock.</param>
public sealed class HttpClusterClient(HttpClient http, TimeProvider time) : IClusterClient
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public JsonObject? Get(GroupVersionResource resource, ObjectKey key)
    {
        try
        {
            return Call(HttpMethod.Get, PathOf(resource, key));
        }
        catch (StatusException refusal) when (refusal.Status.Code == 404)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<JsonObject> List(GroupVersionResource resource, string? ns = null) => [.. Items(resource, Call(HttpMethod.Get, PathOf(resource, ns)))];

    /// <inheritdoc/>
    public JsonObject Create(GroupVersionResource resource, JsonObject value) =>
        Call(HttpMethod.Post, PathOf(resource, value["metadata"]?["namespace"]?.GetValue<string>()), WithKind(value));

    /// <inheritdoc/>
    public JsonObject Update(GroupVersionResource resource, JsonObject value, string subresource = "")
    {
        var path = PathOf(resource, KeyOf(value));
        return Call(HttpMethod.Put, subresource.Length == 0 ? path : $"{path}/{subresource}", WithKind(value));
    }

    /// <inheritdoc/>
    public bool Delete(GroupVersionResource resource, ObjectKey key, DeleteOptions? options = null)
    {
        options ??= new DeleteOptions();
        var body = new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = options.Propagation.ToString() };
        if (options.GracePeriodSeconds is { } grace) body["gracePeriodSeconds"] = grace;
        var preconditions = new JsonObject();
        if (options.Uid is { } uid) preconditions["uid"] = uid;
        if (options.ResourceVersion is { } version) preconditions["resourceVersion"] = version;
        if (preconditions.Count > 0) body["preconditions"] = preconditions;
        try
        {
            Call(HttpMethod.Delete, PathOf(resource, key), body);
            return true;
        }
        catch (StatusException refusal) when (refusal.Status.Code == 404)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Bind(ObjectKey pod, string node) =>
        Call(HttpMethod.Post, PathOf(new GroupVersionResource("", "v1", "pods"), pod) + "/binding", new JsonObject
        {
            ["kind"] = "Binding",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject { ["name"] = pod.Name, ["namespace"] = pod.Namespace },
            ["target"] = new JsonObject { ["kind"] = "Node", ["apiVersion"] = "v1", ["name"] = node },
        });

    /// <inheritdoc/>
    public async IAsyncEnumerable<ClusterEvent> WatchAsync(GroupVersionResource resource, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var known = new Dictionary<ObjectKey, JsonObject>();
        var synced = false;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Try(() => Call(HttpMethod.Get, PathOf(resource, null))) is not { } list)
            {
                await Task.Delay(RetryPause, time, cancellationToken);
                continue;
            }
            var present = Items(resource, list).ToDictionary(KeyOf);
            foreach (var (key, value) in known.Where(entry => !present.ContainsKey(entry.Key)).ToArray())
            {
                known.Remove(key);
                yield return new ClusterEvent(WatchEventType.Deleted, value);
            }
            foreach (var (key, value) in present)
            {
                var type = known.ContainsKey(key) ? WatchEventType.Modified : WatchEventType.Added;
                known[key] = value;
                yield return new ClusterEvent(type, Copy(value));
            }
            if (!synced) yield return ClusterEvent.Synced;
            synced = true;
            await foreach (var change in FollowAsync(resource, list["metadata"]!["resourceVersion"]!.GetValue<string>(), cancellationToken))
            {
                if (change.Type == WatchEventType.Deleted) known.Remove(KeyOf(change.Value));
                else known[KeyOf(change.Value)] = Copy(change.Value);
                yield return change;
            }
        }
    }

    /// <summary>One watch, until the server ends it or says that it must begin again.</summary>
    private async IAsyncEnumerable<ClusterEvent> FollowAsync(GroupVersionResource resource, string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await http.GetAsync(
                new Uri($"{PathOf(resource, null)}?watch=1&resourceVersion={revision}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException)
        {
            yield break;
        }
        using (response)
        using (var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken)))
        {
            while (response.IsSuccessStatusCode && await ReadLineAsync(reader, cancellationToken) is { } line)
            {
                var change = JsonNode.Parse(line)!.AsObject();
                if (!Enum.TryParse<WatchEventType>(change["type"]!.GetValue<string>(), ignoreCase: true, out var type) || type == WatchEventType.Error) yield break;
                yield return new ClusterEvent(type, Copy(change["object"]!.AsObject()));
            }
        }
    }

    /// <summary>A cut connection ends the watch, like its clean end: the caller lists again.</summary>
    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadLineAsync(cancellationToken);
        }
        catch (Exception cut) when (cut is IOException or HttpRequestException)
        {
            return null;
        }
    }

    private static JsonObject? Try(Func<JsonObject> call)
    {
        try
        {
            return call();
        }
        catch (Exception problem) when (problem is HttpRequestException or StatusException)
        {
            return null;
        }
    }

    private JsonObject Call(HttpMethod method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString());
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }
        using var limit = new CancellationTokenSource(CallTimeout, time);
        using var response = http.Send(request, limit.Token);
        using var reader = new StreamReader(response.Content.ReadAsStream(limit.Token));
        var text = reader.ReadToEnd();
        if (response.IsSuccessStatusCode) return JsonNode.Parse(text)!.AsObject();
        throw new StatusException(
            KubernetesStatus.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var status)
                ? status : KubernetesStatus.InternalError($"{method} {path}: {(int)response.StatusCode}"));
    }

    /// <summary>The items of typed lists carry neither kind nor apiVersion; controllers want both.</summary>
    private static IEnumerable<JsonObject> Items(GroupVersionResource resource, JsonObject list)
    {
        var kind = list["kind"]!.GetValue<string>();
        foreach (var item in list["items"]!.AsArray())
        {
            var value = Copy(item!.AsObject());
            value["kind"] ??= kind[..^"List".Length];
            value["apiVersion"] ??= resource.ApiVersion;
            yield return value;
        }
    }

    private static JsonObject WithKind(JsonObject value) =>
        value.ContainsKey("kind") && value.ContainsKey("apiVersion") ? value : throw new ArgumentException("The object needs kind and apiVersion.", nameof(value));

    private static JsonObject Copy(JsonObject value) => value.DeepClone().AsObject();

    private static ObjectKey KeyOf(JsonObject value) =>
        new(value["metadata"]!["namespace"]?.GetValue<string>() ?? "", value["metadata"]!["name"]!.GetValue<string>());

    private static string PathOf(GroupVersionResource resource, ObjectKey key) => $"{PathOf(resource, key.Namespace)}/{Uri.EscapeDataString(key.Name)}";

    private static string PathOf(GroupVersionResource resource, string? ns) =>
        string.IsNullOrEmpty(ns) ? $"{resource.VersionPath}/{resource.Resource}" : $"{resource.VersionPath}/namespaces/{ns}/{resource.Resource}";
}
