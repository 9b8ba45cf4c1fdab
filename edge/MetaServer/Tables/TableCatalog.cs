using System.Collections.Frozen;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Custom;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>Which columns each kind has: a built-in kind its own, a custom one those of its definition, any other its name and when it was created.</summary>
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
            [("", "replicationcontrollers")] = WorkloadColumns.ReplicationController,
            [("batch", "jobs")] = JobColumns.All,
            [("batch", "cronjobs")] = CronJobColumns.All,
            [("", "events")] = EventColumns.All,
            [("events.k8s.io", "events")] = EventColumns.All,
            [("", "persistentvolumes")] = VolumeColumns.Volume,
            [("", "persistentvolumeclaims")] = VolumeColumns.VolumeClaim,
            [("", "configmaps")] = SimpleColumns.ConfigMap,
            [("", "secrets")] = SimpleColumns.Secret,
            [("", "serviceaccounts")] = SimpleColumns.ServiceAccount,
            [("", "namespaces")] = SimpleColumns.Namespace,
        }.ToFrozenDictionary();

    public static IReadOnlyList<Column> For(ApiResource resource) =>
        Known.TryGetValue((resource.Resource.Group, resource.Resource.Resource), out var columns) ? columns
        : resource.Definition is { } definition ? CustomColumns.For(definition)
        : Default;
}
