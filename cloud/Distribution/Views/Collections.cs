using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>The collections that a share is made of.</summary>
internal static class Collections
{
    public static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    public static readonly GroupVersionResource Pods = new("", "v1", "pods");
    public static readonly GroupVersionResource Services = new("", "v1", "services");
    /// <summary>kube-proxy does not start without them.</summary>
    public static readonly GroupVersionResource ServiceCidrs = new("networking.k8s.io", "v1", "servicecidrs");
    public static readonly GroupVersionResource Endpoints = new("", "v1", "endpoints");
    public static readonly GroupVersionResource EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices");
    public static readonly GroupVersionResource Namespaces = new("", "v1", "namespaces");
    public static readonly GroupVersionResource Secrets = new("", "v1", "secrets");
    public static readonly GroupVersionResource ConfigMaps = new("", "v1", "configmaps");
    public static readonly GroupVersionResource ServiceAccounts = new("", "v1", "serviceaccounts");
    public static readonly GroupVersionResource Claims = new("", "v1", "persistentvolumeclaims");
    public static readonly GroupVersionResource NodeGroups = new("apps.kubeedge.io", "v1alpha1", "nodegroups");

    /// <summary>What a pod shows to its node by naming it.</summary>
    public static readonly GroupVersionResource[] Named = [Secrets, ConfigMaps, ServiceAccounts, Claims];

    /// <summary>What MetaServers decide by when the cloud is away.</summary>
    public static readonly GroupVersionResource[] Rights =
    [
        new("rbac.authorization.k8s.io", "v1", "roles"),
        new("rbac.authorization.k8s.io", "v1", "rolebindings"),
        new("rbac.authorization.k8s.io", "v1", "clusterroles"),
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings"),
    ];

    /// <summary>Those of <see cref="Rights"/> that can allow to read a whole collection.</summary>
    public static readonly GroupVersionResource[] ClusterRights = [.. Rights.Where(collection => collection.Resource.StartsWith("cluster", StringComparison.Ordinal))];
}
