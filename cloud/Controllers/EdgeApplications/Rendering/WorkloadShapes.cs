using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>The kinds with pods: those of Kubernetes, and those that an application declares. A declaration takes precedence.</summary>
internal sealed class WorkloadShapes
{
    private const string Replicas = "/spec/replicas";

    private static readonly Dictionary<(string ApiVersion, string Kind), WorkloadShape> Known = new()
    {
        [("apps/v1", "Deployment")] = new("/spec/template", Replicas),
        [("apps/v1", "StatefulSet")] = new("/spec/template", Replicas),
        [("apps/v1", "ReplicaSet")] = new("/spec/template", Replicas),
        [("apps/v1", "DaemonSet")] = new("/spec/template"),
        [("batch/v1", "Job")] = new("/spec/template"),
        [("batch/v1", "CronJob")] = new("/spec/jobTemplate/spec/template"),
        [("v1", "Pod")] = new(""),
    };

    private readonly Dictionary<(string ApiVersion, string Kind), WorkloadShape> _declared = [];

    public static WorkloadShapes Of(EdgeApplication app, List<RenderFault> faults)
    {
        var shapes = new WorkloadShapes();
        for (var i = 0; i < app.PodTemplates.Count; i++)
        {
            var declared = app.PodTemplates[i];
            if (declared.Path.Length == 0 || JsonPointer.TryParse(declared.Path) is null)
                faults.Add(Fault(i, "path", declared.Path));
            else if (declared.ReplicasPath is { } replicas && (replicas.Length == 0 || JsonPointer.TryParse(replicas) is null))
                faults.Add(Fault(i, "replicasPath", replicas));
            else
                shapes._declared.TryAdd((declared.ApiVersion, declared.Kind), new WorkloadShape(declared.Path, declared.ReplicasPath, IsDeclared: true));
        }
        return shapes;
    }

    public WorkloadShape Find(string apiVersion, string kind) =>
        _declared.GetValueOrDefault((apiVersion, kind)) ?? Known.GetValueOrDefault((apiVersion, kind)) ?? WorkloadShape.None;

    private static RenderFault Fault(int index, string field, string text) => new(
        $"spec.workloadTemplate.podTemplates[{index}].{field}", $"'{text}' is no JSON pointer: want for example /spec/template");
}
