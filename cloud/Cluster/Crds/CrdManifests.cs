using System.Reflection;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>The definitions in <c>cloud/deploy/crds</c>, which travel inside this assembly.</summary>
internal static class CrdManifests
{
    /// <summary>Every definition, as JSON.</summary>
    public static IReadOnlyList<JsonObject> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith("crds/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return [.. names.Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return YamlJson.Convert(yaml.Documents.Single().RootNode)!.AsObject();
        })];
    }
}
