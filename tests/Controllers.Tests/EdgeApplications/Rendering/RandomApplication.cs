using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Rendering;

/// <summary>An application and NodeGroups made from a seed: any mixture of kinds, targets and overriders, most of it applicable.</summary>
internal sealed class RandomApplication
{
    private static readonly string[] Kinds = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod", "Service", "ConfigMap", "Widget", "Clone"];
    private readonly Random _random;

    public RandomApplication(int seed)
    {
        _random = new Random(seed);
        Groups = [.. Enumerable.Range(0, 6).Select(i => Group($"g{i}"))];
        var manifests = Enumerable.Range(0, _random.Next(1, 7)).Select(i => (JsonNode)Manifest(i)).ToArray();
        Application = new JsonObject
        {
            ["apiVersion"] = "apps.kubeedge.io/v1alpha1",
            ["kind"] = "EdgeApplication",
            ["metadata"] = new JsonObject { ["name"] = "app", ["namespace"] = "shop" },
            ["spec"] = new JsonObject
            {
                ["workloadTemplate"] = new JsonObject
                {
                    ["manifests"] = new JsonArray(manifests),
                    ["podTemplates"] = new JsonArray(new JsonObject { ["apiVersion"] = "example.com/v1", ["kind"] = "Clone", ["path"] = "/spec/template", ["replicasPath"] = "/spec/replicas" }),
                },
                ["workloadScope"] = new JsonObject
                {
                    ["targetNodeGroups"] = new JsonArray([.. Enumerable.Range(0, 8).Where(_ => Chance(2)).Select(i => (JsonNode)new JsonObject { ["name"] = $"g{i}", ["overriders"] = Overriders() })]),
                    ["targetNodeGroupLabels"] = Chance(2) ? new JsonArray(new JsonObject { ["labelSelector"] = Selector("tier"), ["overriders"] = Overriders() }) : [],
                    ["targetNodeLabels"] = Chance(2) ? new JsonArray(new JsonObject { ["labelSelector"] = Selector("zone"), ["overriders"] = Overriders() }) : [],
                },
            },
        };
    }

    public JsonObject Application { get; }

    public IReadOnlyList<JsonObject> Groups { get; }

    /// <summary>The same JSON with the members of every object in another order.</summary>
    public static JsonNode? Shuffled(JsonNode? node, Random random) => node switch
    {
        JsonObject map => new JsonObject(map.ToArray().OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, Shuffled(member.Value, random)))),
        JsonArray list => new JsonArray([.. list.Select(item => Shuffled(item, random))]),
        _ => node?.DeepClone(),
    };

    private JsonObject Group(string name) => new()
    {
        ["apiVersion"] = "apps.kubeedge.io/v1alpha1",
        ["kind"] = "NodeGroup",
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["tier"] = Pick("gold", "silver"), ["city"] = $"City of {name}" } },
    };

    private JsonObject Manifest(int index)
    {
        var kind = Pick(Kinds);
        var name = Chance(4) ? $"m{index}-{{{{nodegroup}}}}" : $"m{index}";
        var manifest = new JsonObject
        {
            ["apiVersion"] = kind switch { "Job" or "CronJob" => "batch/v1", "Pod" or "Service" or "ConfigMap" => "v1", "Widget" or "Clone" => "example.com/v1", _ => "apps/v1" },
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["app"] = $"m{index}" }, ["unknown"] = Unknown(2) },
            ["unknown"] = Unknown(3),
        };
        var template = new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = $"m{index}" } },
            ["spec"] = PodSpec(),
        };
        manifest["spec"] = kind switch
        {
            "Pod" => PodSpec(),
            "Service" => new JsonObject { ["selector"] = new JsonObject { ["app"] = $"m{_random.Next(7)}" } },
            "ConfigMap" or "Widget" => new JsonObject { ["text"] = Pick("plain", "{{nodegroup}}", "{{nodegroup.labels.city}}"), ["unknown"] = Unknown(2) },
            "CronJob" => new JsonObject { ["jobTemplate"] = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } } },
            "Job" => new JsonObject { ["template"] = template },
            _ => new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = $"m{index}" } }, ["template"] = template, ["unknown"] = Unknown(2) },
        };
        return manifest;
    }

    private JsonObject PodSpec() => new()
    {
        ["containers"] = new JsonArray(
            new JsonObject { ["name"] = "c0", ["image"] = "registry.example/c0:1.0", ["env"] = new JsonArray(new JsonObject { ["name"] = "A", ["value"] = "1" }) },
            new JsonObject { ["name"] = "c1", ["image"] = "c1", ["unknown"] = Unknown(2) }),
        ["nodeSelector"] = new JsonObject { ["disk"] = "ssd" },
        ["unknown"] = Unknown(2),
    };

    private JsonObject Overriders()
    {
        var overriders = new JsonObject();
        if (Chance(3)) overriders["replicas"] = _random.Next(5);
        if (Chance(3)) overriders["imageOverriders"] = new JsonArray(new JsonObject { ["component"] = Pick("Registry", "Tag"), ["operator"] = Pick("replace", "remove"), ["value"] = "x.example" });
        if (Chance(3)) overriders["envOverriders"] = new JsonArray(Env("add"), Env("replace"), Env("remove"));
        if (Chance(4)) overriders["argsOverriders"] = new JsonArray(new JsonObject { ["containerName"] = "c1", ["operator"] = "add", ["value"] = new JsonArray("{{nodegroup}}") });
        if (Chance(4))
        {
            overriders["labelsOverriders"] = new JsonArray(new JsonObject
            {
                ["manifest"] = new JsonObject { ["kind"] = Pick("Service", "ConfigMap", "Deployment") },
                ["operator"] = "add",
                ["value"] = new JsonObject { ["b"] = "2", ["a"] = "1" },
            });
        }
        return overriders;
    }

    private JsonObject Env(string operation) => new()
    {
        ["containerName"] = Pick("c0", "c1", "c2"),
        ["operator"] = operation,
        ["value"] = new JsonArray([.. Enumerable.Range(0, 3).Where(_ => Chance(2)).Select(i => (JsonNode)new JsonObject { ["name"] = $"{(char)('A' + i)}", ["value"] = "x" })]),
    };

    private JsonObject Selector(string key) => Chance(2)
        ? new JsonObject { ["matchLabels"] = new JsonObject { [key] = "gold", ["tier"] = "gold" } }
        : new JsonObject { ["matchExpressions"] = new JsonArray(new JsonObject { ["key"] = key, ["operator"] = "In", ["values"] = new JsonArray("gold", "bronze") }, new JsonObject { ["key"] = "tier", ["operator"] = "Exists" }) };

    private JsonNode? Unknown(int depth) => (depth == 0 ? _random.Next(3) : _random.Next(5)) switch
    {
        0 => "text ü",
        1 => 12345678901234567,
        2 => null,
        3 => new JsonArray(Unknown(depth - 1), Unknown(depth - 1)),
        _ => new JsonObject { ["x"] = Unknown(depth - 1), ["a b/c~d"] = Unknown(depth - 1) },
    };

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(params ReadOnlySpan<string> among) => among[_random.Next(among.Length)];
}
