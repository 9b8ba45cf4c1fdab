using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>
/// What a pod names, as the cloud and the edge read it, held against a real Node authoriser: a pod that names something in every field that can, and
/// the API server's own description of a pod, which says whether there are more such fields.
/// </summary>
public sealed partial class PodReferencesDifferentialTests
{
    private const string Pods = "/api/v1/namespaces/shop/pods";

    private static readonly (string Group, string Resource, string Verb, string Subresource)[] Questions =
    [
        ("", "secrets", "get", ""), ("", "configmaps", "watch", ""), ("", "persistentvolumeclaims", "get", ""), ("resource.k8s.io", "resourceclaims", "get", ""),
        ("", "serviceaccounts", "create", "token"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static JsonObject Everything => JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Security", "everything.json")))!.AsObject();

    [Fact]
    public async Task Pod_NamesWhatTheNodeAuthoriserSays_AndNothingElse()
    {
        if (RealControlPlane.Missing is { } why) Assert.Skip(why);
        await using var plane = await RealControlPlane.StartAsync(TimeProvider.System, Cancellation);
        using var http = plane.CreateAdminClient();
        await SendAsync(http, HttpMethod.Post, "/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "shop" } });
        await SendAsync(http, HttpMethod.Post, "/api/v1/namespaces/shop/serviceaccounts", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "robot" } });
        var everything = await MakeAsync(http, Everything);
        var mirror = await MakeAsync(http, Mirror());

        using var store = new WorldStore([("pods", everything.DeepClone().AsObject()), ("pods", mirror.DeepClone().AsObject())]);
        var names = new[] { everything, mirror }.SelectMany(pod => PodReferences.Read(Encoding.UTF8.GetBytes(pod.ToJsonString())).Names).ToHashSet();
        var differences = new List<string>();
        foreach (var text in Texts(Everything).Concat(Texts(Mirror())).Append("p-own").Distinct())
        {
            foreach (var (group, resource, verb, subresource) in Questions)
            {
                var question = new RbacQuestion("system:node:n1", ["system:nodes"], verb, Group: group, Resource: resource, Subresource: subresource, Namespace: "shop", Name: text);
                using var response = await http.PostAsJsonAsync("/apis/authorization.k8s.io/v1/subjectaccessreviews", question.Review(), Cancellation);
                var allowed = (bool)(await response.Content.ReadFromJsonAsync<JsonObject>(Cancellation))!["status"]!["allowed"]!;
                if (names.Contains(new PodReference(resource, text)) != allowed) differences.Add($"{resource} {text}: the API server says {allowed}");
                if (subresource.Length == 0 && (store.Decide(question) == AuthorizationDecision.Allowed) != allowed) differences.Add($"{resource} {text}: the node says {!allowed}");
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(names.Count, 29, 100);
    }

    [Fact]
    public async Task Pod_HasNoOtherFieldThatNames()
    {
        if (RealControlPlane.Missing is { } why) Assert.Skip(why);
        await using var plane = await RealControlPlane.StartAsync(TimeProvider.System, Cancellation);
        using var http = plane.CreateAdminClient();
        var schemas = (await http.GetFromJsonAsync<JsonObject>("/openapi/v3/api/v1", Cancellation))!["components"]!["schemas"]!.AsObject();
        var (paths, known) = (new List<string>(), Members(Everything, "").ToHashSet());
        Walk(schemas, "io.k8s.api.core.v1.Pod", "", [], paths);
        Assert.InRange(paths.Count, 30, 200);
        Assert.Empty(paths.Except(known));
    }

    /// <summary>Ephemeral containers and the status are a running pod's, so they are added to it; the answer is what the server made of all that.</summary>
    private static async Task<JsonObject> MakeAsync(HttpClient http, JsonObject pod)
    {
        var (name, containers, status) = ((string)pod["metadata"]!["name"]!, pod["spec"]!["ephemeralContainers"]?.DeepClone(), pod["status"]?.DeepClone());
        pod["spec"]!.AsObject().Remove("ephemeralContainers");
        pod.Remove("status");
        var made = await SendAsync(http, HttpMethod.Post, Pods, pod);
        if (containers is not null)
            await SendAsync(http, HttpMethod.Patch, $"{Pods}/{name}/ephemeralcontainers", new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = containers } });
        if (status is not null) made = await SendAsync(http, HttpMethod.Patch, $"{Pods}/{name}/status", new JsonObject { ["status"] = status });
        var question = new RbacQuestion("system:node:n1", ["system:nodes"], "get", Resource: "pods", Namespace: "shop", Name: name);
        await Eventually.TrueAsync(async () =>
        {
            var answer = await SendAsync(http, HttpMethod.Post, "/apis/authorization.k8s.io/v1/subjectaccessreviews", question.Review());
            return (bool)answer["status"]!["allowed"]!;
        });
        return made;
    }

    private static JsonObject Mirror() => JsonNode.Parse("""
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"m","namespace":"shop","annotations":{"kubernetes.io/config.mirror":"x"}},
         "spec":{"nodeName":"n1","containers":[{"name":"main","image":"image"}],"volumes":[{"name":"vol-map","configMap":{"name":"mirrored"}},
           {"name":"vol-claim","persistentVolumeClaim":{"claimName":"mirrored"}}]}}
        """)!.AsObject();

    private static async Task<JsonObject> SendAsync(HttpClient http, HttpMethod method, string path, JsonObject value)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = new StringContent(value.ToJsonString(), Encoding.UTF8, method == HttpMethod.Patch ? "application/strategic-merge-patch+json" : "application/json"),
        };
        using var response = await http.SendAsync(request, Cancellation);
        var text = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(member => Texts(member.Value)),
        JsonArray a => a.SelectMany(Texts),
        JsonValue value when value.TryGetValue<string>(out var text) && text.Length > 0 => [text],
        _ => [],
    };

    /// <summary>Every way to a member, without the indexes of lists: <c>spec.volumes.secret.secretName</c>.</summary>
    private static IEnumerable<string> Members(JsonNode? node, string path) => node switch
    {
        JsonObject o => o.SelectMany(member => Members(member.Value, path.Length == 0 ? member.Key : $"{path}.{member.Key}").Append(path.Length == 0 ? member.Key : $"{path}.{member.Key}")),
        JsonArray a => a.SelectMany(item => Members(item, path)),
        _ => [],
    };

    /// <summary>The ways to all texts that, by their name or the type around them, may name an object.</summary>
    private static void Walk(JsonObject schemas, string type, string path, string[] around, List<string> paths)
    {
        if (around.Contains(type) || schemas[type]?["properties"] is not JsonObject properties) return;
        foreach (var (name, schema) in properties)
        {
            var inner = schema!["items"] ?? schema;
            var way = path.Length == 0 ? name : $"{path}.{name}";
            var reference = (string?)(inner["$ref"] ?? inner["allOf"]?[0]?["$ref"]);
            if (reference is not null) Walk(schemas, reference.Split('/')[^1], way, [.. around, type], paths);
            else if ((string?)inner["type"] == "string" && MayName().IsMatch(path.StartsWith("spec", StringComparison.Ordinal) || name.EndsWith("Name", StringComparison.Ordinal) ? $"{type.Split('.')[^1]}.{name}" : ""))
                paths.Add(way);
        }
    }

    [GeneratedRegex(@"^(\w*(Secret|ConfigMap|ObjectReference)\w*\.name|\w+\.\w*([Ss]ecret|[Cc]laim|[Cc]onfigMap|serviceAccount)\w*Name)$")]
    private static partial Regex MayName();
}
