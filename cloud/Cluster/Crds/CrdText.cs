using System.Reflection;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>Our CustomResourceDefinitions, for people who install them by other means (<c>edgemesh-cloud crds print</c>).</summary>
public static class CrdText
{
    /// <summary>Every definition that this build carries, as one YAML stream.</summary>
    public static string ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith("crds/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join("---\n", names.Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }
}
