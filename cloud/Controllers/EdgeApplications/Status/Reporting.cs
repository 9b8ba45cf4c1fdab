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
        EdgeApplication application, IReadOnlyList<AssessedTarget> assessed, IReadOnlySet<ChildKey> known, RolloutDecision decision,
        IReadOnlyDictionary<ChildKey, Failure> failures, IReadOnlyList<ChildCollection> collections)
    {
        var targets = Bar(assessed, decision, failures);
        var (shared, others) = (targets[0], targets.Skip(1));
        var isPaused = application.RolloutStrategy.Paused && decision.IsHeldBack;
        return new ApplicationReport(
            shared,
            [.. others.Select(target => TargetReport.Of(
                target,
                Running(application, target, targets, collections),
                [.. FailuresOf(target, failures).Select(failure => failure.Words)],
                isHeldBack: target.Planned.Name != decision.WaitsFor && target.Objects.Any(found => IsLeft(found, failures)),
                decision.WaitsFor))],
            [],
            // In an order of their own: requests fail in any, and another text would be another status.
            [.. failures.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal).Select(pair => pair.Value.Words)],
            [.. FailuresOf(shared, failures)],
            known,
            decision.WaitsFor,
            isPaused);
    }

    /// <summary>Marks what will not change by itself: what the API server refuses, and all that the rollout leaves for after that.</summary>
    private static List<AssessedTarget> Bar(
        IReadOnlyList<AssessedTarget> targets, RolloutDecision decision, IReadOnlyDictionary<ChildKey, Failure> failures)
    {
        var waitsForRefused = targets.Any(target => RolloutGate.NameOf(target) == decision.WaitsFor && FailuresOf(target, failures).Any(failure => failure.IsRefusal));
        return
        [
            .. targets.Select(target => target with
            {
                Barred = target.Objects
                    .Where(found => (failures.TryGetValue(found.Desired.Child, out var failure) && failure.IsRefusal) || (waitsForRefused && IsLeft(found, failures)))
                    .Select(found => found.Desired.Child)
                    .ToHashSet(),
            }),
        ];
    }

    private static IEnumerable<Failure> FailuresOf(AssessedTarget target, IReadOnlyDictionary<ChildKey, Failure> failures) =>
        target.Objects.Where(found => failures.ContainsKey(found.Desired.Child)).Select(found => failures[found.Desired.Child]);

    /// <summary>Whether there is something to do about it that nobody has tried.</summary>
    private static bool IsLeft(Assessment found, IReadOnlyDictionary<ChildKey, Failure> failures) =>
        found.Step != Step.None && !failures.ContainsKey(found.Desired.Child);

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
