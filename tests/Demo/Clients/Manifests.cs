using System.Text.Json.Nodes;
using YamlDotNet.Serialization;

namespace KubeEdge.EdgeMesh.Tests.Demo.Clients;

/// <summary>Reads the sample manifests, and knows where their kinds live.</summary>
public static class Manifests
{
    private static readonly Dictionary<string, string> Collections = new()
    {
        ["Namespace"] = "namespaces",
        ["ServiceAccount"] = "serviceaccounts",
        ["Service"] = "services",
        ["ConfigMap"] = "configmaps",
        ["Secret"] = "secrets",
        ["DaemonSet"] = "daemonsets",
        ["Deployment"] = "deployments",
        ["ClusterRole"] = "clusterroles",
        ["ClusterRoleBinding"] = "clusterrolebindings",
        ["Role"] = "roles",
        ["RoleBinding"] = "rolebindings",
        ["EndpointSlice"] = "endpointslices",
        ["Node"] = "nodes",
        ["Pod"] = "pods",
        ["NodeGroup"] = "nodegroups",
    };

    /// <summary>Every manifest of the folder, in the order of the files' names and of the documents in them.</summary>
    public static IEnumerable<JsonObject> ReadFolder(string folder) =>
        Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).SelectMany(file => Read(File.ReadAllText(file)));

    /// <summary>The manifests of a YAML stream.</summary>
    public static IEnumerable<JsonObject> Read(string yaml)
    {
        var toJson = new SerializerBuilder().JsonCompatible().Build();
        var fromYaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();
        foreach (var document in yaml.Split("\n---"))
        {
            if (fromYaml.Deserialize(new StringReader(document.TrimStart('-', '\n'))) is { } value)
                yield return JsonNode.Parse(toJson.Serialize(value))!.AsObject();
        }
    }

    /// <summary>The URL path of a manifest's object.</summary>
    /// <exception cref="NotSupportedException">The samples have a kind that the demo does not know.</exception>
    public static string PathOf(JsonObject manifest)
    {
        var kind = manifest["kind"]!.GetValue<string>();
        if (!Collections.TryGetValue(kind, out var collection))
            throw new NotSupportedException($"The samples hold a {kind}: say in {nameof(Manifests)} where it lives.");
        var version = manifest["apiVersion"]!.GetValue<string>();
        var root = version.Contains('/') ? $"/apis/{version}" : $"/api/{version}";
        var ns = manifest["metadata"]!["namespace"]?.GetValue<string>();
        return $"{root}{(ns is null ? "" : $"/namespaces/{ns}")}/{collection}/{manifest["metadata"]!["name"]}";
    }
}
