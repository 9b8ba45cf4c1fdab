using System.Reflection;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

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
            return YamlReader.Read(reader).Single().AsObject();
        })];
    }
}
