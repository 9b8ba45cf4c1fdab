using System.Collections.Frozen;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>Which columns each kind has; a kind that is not here shows its name and when it was created.</summary>
internal static class TableCatalog
{
    private static readonly IReadOnlyList<Column> Default = [Column.ObjectName, Column.CreatedAt];

    private static readonly FrozenDictionary<(string Group, string Resource), IReadOnlyList<Column>> Known =
        new Dictionary<(string, string), IReadOnlyList<Column>>
        {
            [("", "pods")] = PodColumns.All,
            [("", "nodes")] = NodeColumns.All,
            [("", "services")] = ServiceColumns.All,
            [("", "endpoints")] = EndpointsColumns.All,
            [("discovery.k8s.io", "endpointslices")] = EndpointSliceColumns.All,
            [("apps", "deployments")] = WorkloadColumns.Deployment,
            [("apps", "replicasets")] = WorkloadColumns.ReplicaSet,
            [("apps", "statefulsets")] = WorkloadColumns.StatefulSet,
            [("apps", "daemonsets")] = WorkloadColumns.DaemonSet,
            [("batch", "jobs")] = JobColumns.All,
            [("", "configmaps")] = SimpleColumns.ConfigMap,
            [("", "secrets")] = SimpleColumns.Secret,
            [("", "serviceaccounts")] = SimpleColumns.ServiceAccount,
            [("", "namespaces")] = SimpleColumns.Namespace,
            [("apps.kubeedge.io", "nodegroups")] = SimpleColumns.NodeGroup,
        }.ToFrozenDictionary();

    public static IReadOnlyList<Column> For(ApiResource resource) =>
        Known.TryGetValue((resource.Resource.Group, resource.Resource.Resource), out var columns) ? columns : Default;
}
