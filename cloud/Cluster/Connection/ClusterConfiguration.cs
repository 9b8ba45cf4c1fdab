using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>Finds the cluster that the options name.</summary>
internal static class ClusterConfiguration
{
    /// <exception cref="ClusterConfigurationException">None is named, or what is named cannot be read.</exception>
    public static KubernetesClientConfiguration Load(ClusterOptions options)
    {
        var path = options.Kubeconfig;
        try
        {
            if (path is null && options.Context is null && KubernetesClientConfiguration.IsInCluster())
                return KubernetesClientConfiguration.InClusterConfig();

            path ??= DefaultPath();
            if (!File.Exists(path))
                throw new ClusterConfigurationException($"No cluster: there is no file '{path}' and this is not a pod. Name a kubeconfig with --kubeconfig.");
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(new FileInfo(path), options.Context);
        }
        catch (Exception e) when (e is KubeConfigException or YamlException or IOException or UnauthorizedAccessException or FormatException)
        {
            throw new ClusterConfigurationException($"The kubeconfig '{path}' cannot be used: {e.Message} Mend it, or name another with --kubeconfig or --context.", e);
        }
    }

    private static string DefaultPath()
    {
        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return named is [var first, ..]
            ? first
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config");
    }
}
