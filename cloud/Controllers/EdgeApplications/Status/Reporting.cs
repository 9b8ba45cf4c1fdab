using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;

/// <summary>Puts together what a look found.</summary>
internal static class Reporting
{
    public static ApplicationReport Of(
        EdgeApplication application, IReadOnlyList<AssessedTarget> targets, IReadOnlySet<ChildKey> known, RolloutDecision decision,
        IReadOnlyDictionary<ChildKey, string> failures, IReadOnlyList<ChildCollection> collections)
    {
        var (shared, others) = (targets[0], targets.Skip(1));
        var isPaused = application.RolloutStrategy.Paused && decision.IsHeldBack;
        return new ApplicationReport(
            shared,
            [.. others.Select(target => TargetReport.Of(
                target,
                Running(application, target, targets, collections),
                [.. target.Objects.Where(found => failures.ContainsKey(found.Desired.Child)).Select(found => failures[found.Desired.Child])],
                isHeldBack: target.Planned.Name != decision.WaitsFor && target.Objects.Any(found => found.Step != Step.None && !failures.ContainsKey(found.Desired.Child)),
                decision.WaitsFor))],
            [],
            // In an order of their own: requests fail in any, and another text would be another status.
            [.. failures.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => pair.Value)],
            known,
            decision.WaitsFor,
            isPaused);
    }

    /// <summary>How the objects of a target do that are there. A target that is stopped has no wanted ones: those count that it had before.</summary>
    private static List<ObjectHealth> Running(
        EdgeApplication application, AssessedTarget target, IReadOnlyList<AssessedTarget> targets, IReadOnlyList<ChildCollection> collections)
    {
        if (!target.IsStopped)
            return [.. target.Objects.Where(found => found.Live is not null).Select(found => found.Health)];

        var running = new List<ObjectHealth>();
        foreach (var collection in collections)
        {
            foreach (var (raw, _) in collection.Of(new ObjectKey(application.Namespace, application.Name)))
            {
                if (Pruning.TargetOf(raw, targets, out _) != target)
                    continue;
                using var document = JsonDocument.Parse(raw.Json);
                running.Add(HealthRules.Of(collection.Resource, document.RootElement, collection.Resource.Group == "apps" ? "/spec/template" : null));
            }
        }

        return running;
    }
}
