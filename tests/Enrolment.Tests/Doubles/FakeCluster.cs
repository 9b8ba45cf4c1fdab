using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;

/// <summary>An API server's objects by path: get, create (once), delete. The HTTP around it is real enough for its one client.</summary>
internal sealed class FakeCluster : HttpMessageHandler, IClusterConnection
{
    /// <summary>tests/Witness listens.</summary>
    private static readonly DiagnosticListener s_told = new("KubeEdge.EdgeMesh.Tests");

    private readonly ConcurrentDictionary<string, JsonObject> _objects = new();
    private readonly Lock _gate = new();
    private long _revision = 100;

    public FakeCluster() => Http = new HttpClient(this, disposeHandler: false) { BaseAddress = BaseAddress };

    public Uri BaseAddress { get; } = new("https://cluster.test/");

    public HttpClient Http { get; }

    public IKubernetes Client => throw new NotSupportedException();

    /// <summary>Set to make the API server unreachable.</summary>
    public bool Down { get; set; }

    /// <summary>What the API server serves; anything else is not found.</summary>
    public IList<string> Apis { get; } = ["/api/v1/"];

    /// <summary>Hears of every replacement: whoever acts on it is the controller.</summary>
    public Action<string, JsonObject>? Replaced { get; set; }

    public int Creations { get; private set; }

    /// <summary>Hears of every object that was written (or is gone: null), in order.</summary>
    public event Action<string, JsonObject?, long>? Changed;

    /// <summary>Called before a replacement is looked at: the place for what somebody else does in between.</summary>
    public Action<string>? Replacing { get; set; }

    public IReadOnlyList<KeyValuePair<string, JsonObject>> Objects => [.. _objects];

    public JsonObject this[string path]
    {
        get => _objects[path];
        set
        {
            lock (_gate) Store(path, value);
        }
    }

    public bool Has(string path) => _objects.ContainsKey(path);

    public void Remove(string path) => _objects.TryRemove(path, out _);

    public HttpMessageHandler CreateAnonymousHandler() => throw new NotSupportedException();

    public HttpMessageHandler CreateHandler() => throw new NotSupportedException();

    public Task<string> GetIdentityAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void AddNode(string name, params string[] addresses) => this[$"/api/v1/nodes/{name}"] = new JsonObject
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray([.. addresses.Select(address => new JsonObject { ["type"] = "InternalIP", ["address"] = address })]),
        },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (Down)
            throw new HttpRequestException("Connection refused (cluster.test:443)");

        // Others get their turn between any two requests, as at a real server.
        await Task.Yield();
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Post)
        {
            if (!Apis.Any(api => path.StartsWith(api, StringComparison.Ordinal))) return Status(HttpStatusCode.NotFound, "the server could not find the requested resource");
            var body = (JsonObject)(await request.Content!.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
            lock (_gate)
            {
                if (_objects.ContainsKey($"{path}/{body["metadata"]!["name"]}")) return Status(HttpStatusCode.Conflict, "already exists");
                Store($"{path}/{body["metadata"]!["name"]}", body);
                Creations++;
            }
            return Json(HttpStatusCode.Created, body);
        }

        if (request.Method == HttpMethod.Put)
        {
            var body = (JsonObject)(await request.Content!.ReadFromJsonAsync<JsonNode>(cancellationToken))!;
            if (path.EndsWith("/approval", StringComparison.Ordinal))
            {
                Replaced?.Invoke(path, body);
                return Json(HttpStatusCode.OK, body);
            }
            Replacing?.Invoke(path);
            lock (_gate)
            {
                if (!_objects.TryGetValue(path, out var known)) return Status(HttpStatusCode.NotFound, "not found");
                if ((string?)body["metadata"]!["resourceVersion"] != (string?)known["metadata"]!["resourceVersion"]) return Status(HttpStatusCode.Conflict, "the object has been modified");
                Store(path, body);
            }
            return Json(HttpStatusCode.OK, body);
        }

        if (request.Method == HttpMethod.Delete)
        {
            lock (_gate)
            {
                if (!_objects.TryRemove(path, out var gone)) return Status(HttpStatusCode.NotFound, "not found");
                Changed?.Invoke(path, null, ++_revision);
                return Json(HttpStatusCode.OK, gone);
            }
        }

        if (request.RequestUri.Query.Length > 0)
        {
            var items = _objects.Where(entry => entry.Key.StartsWith(path + "/", StringComparison.Ordinal)).Select(entry => entry.Value.DeepClone());
            return Json(HttpStatusCode.OK, new JsonObject { ["items"] = new JsonArray([.. items]) });
        }

        return _objects.TryGetValue(path, out var found) ? Json(HttpStatusCode.OK, found) : Status(HttpStatusCode.NotFound, "not found");
    }

    private void Store(string path, JsonObject value)
    {
        if (s_told.IsEnabled() && path.Contains("/secrets/", StringComparison.Ordinal)) s_told.Write("Secret", value);
        if (value["metadata"] is JsonObject metadata) metadata["resourceVersion"] = $"{++_revision}";
        _objects[path] = value;
        Changed?.Invoke(path, value, _revision);
    }

    private static HttpResponseMessage Status(HttpStatusCode code, string message) => Json(code, new JsonObject { ["kind"] = "Status", ["message"] = message });

    private static HttpResponseMessage Json(HttpStatusCode code, JsonObject body) =>
        new(code) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}
