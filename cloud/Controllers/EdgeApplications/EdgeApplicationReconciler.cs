using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications;

/// <summary>
/// Makes one application's objects as they should be, and says in its status what became of them. What differs is decided by what informers know;
/// the API server is asked only where something is to be written.
/// </summary>
internal sealed class EdgeApplicationReconciler(
    World world, Assessor assessor, Applier applier, Removal removal, IClusterWriter writer, Announcer announcer, TimeProvider time) : IReconciler<ObjectKey>
{
    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<ObjectKey, ApplicationMemory> _memories = [];

    public async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (world.Applications.Find(key) is not { } held)
        {
            _memories.TryRemove(key, out _);
            world.Children.Want(key, []);
            return ReconcileResult.Done;
        }

        var memory = _memories.GetOrAdd(key, static _ => new ApplicationMemory());
        if (held.Application.Meta.IsBeingDeleted)
        {
            world.Children.Want(key, []);
            await removal.RemoveAsync(held, cancellationToken);
            return ReconcileResult.Done;
        }

        return await KeepAsync(held, memory, cancellationToken);
    }

    private async Task<ReconcileResult> KeepAsync(HeldApplication held, ApplicationMemory memory, CancellationToken cancellationToken)
    {
        var application = held.Application;
        var version = world.Version;
        var plan = memory.PlanFor(application, version, () => Plan.Of(application, Renderer.Render(application, world.Groups.Snapshot()), world.Kinds));
        if (plan.Faults.Count > 0)
        {
            var unreadable = new ApplicationReport(new AssessedTarget(plan.Shared, []), [], plan.Faults, [], [], new HashSet<ChildKey>(), "", IsPaused: false);
            announcer.Faulty(application, plan.Faults);
            await WriteStatusAsync(held, memory, StatusJson.OfUnreadable(application, unreadable, time.GetUtcNow()), cancellationToken);
            return ReconcileResult.Done;
        }

        world.Children.Want(Key(application), plan.Objects.Select(desired => desired.Child));
        var known = AppliedKinds.Reported(application);
        var collections = Collections(held, plan, known);
        if (Unsynced(collections, memory) is { } wait)
            return wait;

        var (failures, taken) = (new Dictionary<ChildKey, Failure>(), new HashSet<ChildKey>());
        var early = new Dictionary<ChildKey, DateTimeOffset>();
        while (true)
        {
            var targets = Assess(application, plan, memory);
            var decision = RolloutGate.Decide(application.RolloutStrategy, targets, known);
            // Each object is written once a look, whatever its answer was.
            var steps = decision.Steps.Where(step => !taken.Contains(step.Desired.Child)).ToList();
            foreach (var step in steps.ToList())
            {
                if (memory.RefusalOf(step, time.GetUtcNow()) is not { } refused)
                    continue;
                steps.Remove(step);
                taken.Add(step.Desired.Child);
                failures[step.Desired.Child] = refused.Failure;
                early[step.Desired.Child] = refused.Until;
            }

            if (NeedsRecord(held, plan, targets, steps))
            {
                await RecordAsync(held, memory, plan, collections, cancellationToken);
                // It comes back as a change, and what it is for is done then.
                return ReconcileResult.Done;
            }

            if (steps.Count > 0)
            {
                announcer.Stepping(application, targets, steps);
                var failed = await applier.ApplyAsync(steps, memory, cancellationToken);
                announcer.Applied(application, [.. steps.Where(step => !failed.ContainsKey(step.Desired.Child))]);
                taken.UnionWith(steps.Select(step => step.Desired.Child));
                foreach (var step in steps.Where(step => failed.ContainsKey(step.Desired.Child)))
                {
                    failures[step.Desired.Child] = failed[step.Desired.Child];
                    memory.Failed(step, failed[step.Desired.Child], time.GetUtcNow());
                }

                // What was written may be available at once, and let the rollout go on.
                continue;
            }

            if (!application.RolloutStrategy.Paused)
            {
                foreach (var (child, failure) in await PruneAsync(application, targets, collections, decision, failures, cancellationToken))
                    failures[child] = failure;
            }

            return await ReportAsync(held, memory, targets, known, decision, failures, early, collections, cancellationToken);
        }
    }

    /// <summary>
    /// What is not known wholly yet will be in a moment, and waking up is not worth a word in the status. Only where it lasts, one of our rights may
    /// be missing, and the rest goes on without.
    /// </summary>
    private ReconcileResult? Unsynced(List<ChildCollection> collections, ApplicationMemory memory)
    {
        if (collections.All(collection => collection.Synced))
        {
            memory.UnsyncedSince = null;
            return null;
        }

        var since = memory.UnsyncedSince ??= time.GetUtcNow();
        var left = since + SyncPatience - time.GetUtcNow();
        return left > TimeSpan.Zero ? new ReconcileResult(left) : null;
    }

    private List<AssessedTarget> Assess(EdgeApplication application, Plan plan, ApplicationMemory memory) =>
    [
        .. plan.All.Select(target => new AssessedTarget(target, [.. target.Objects.Select(desired => assessor.Assess(application, desired, memory))])),
    ];

    private List<ChildCollection> Collections(HeldApplication held, Plan plan, IReadOnlySet<ChildKey> known) =>
    [
        .. AppliedKinds.Recorded(held)
            .Concat(known.Select(child => child.Resource))
            .Where(world.Kinds.Serves)
            .Concat(plan.Objects.Select(desired => desired.Child.Resource))
            .Distinct()
            .Select(world.Children.Follow),
    ];

    private static bool NeedsRecord(HeldApplication held, Plan plan, IReadOnlyList<AssessedTarget> targets, List<Assessment> steps)
    {
        var recorded = AppliedKinds.Recorded(held);
        var mine = targets.SelectMany(target => target.Objects).Where(found => found.Live is not null).Concat(steps).ToList();
        return mine.Any(found => !recorded.Contains(found.Desired.Child.Resource))
            || (mine.Any(found => !found.Desired.CanRefer) && !held.Application.Finalizers.Contains(AppliedKinds.Finalizer));
    }

    private async Task RecordAsync(HeldApplication held, ApplicationMemory memory, Plan plan, List<ChildCollection> collections, CancellationToken cancellationToken)
    {
        if (memory.WroteAt == held.Application.Meta.Revision)
            return;

        // What is not used any more, and that for certain, is left out.
        var used = collections.Where(collection => !collection.Synced || collection.Of(Key(held.Application)).Count > 0).Select(collection => collection.Resource);
        var kinds = plan.Objects.Select(desired => desired.Child.Resource).Concat(used);
        var finalizer = plan.Objects.Any(desired => !desired.CanRefer);
        await writer.MergeAsync(
            EdgeApplication.Collection, Key(held.Application), held.Application.Meta.Revision, AppliedKinds.Record(held, kinds, finalizer), "", cancellationToken);
        memory.WroteAt = held.Application.Meta.Revision;
    }

    private async Task<IReadOnlyDictionary<ChildKey, Failure>> PruneAsync(
        EdgeApplication application, List<AssessedTarget> targets, List<ChildCollection> collections, RolloutDecision decision,
        Dictionary<ChildKey, Failure> failures, CancellationToken cancellationToken)
    {
        var stale = Pruning.Find(application, targets, collections, decision.IsLast && failures.Count == 0);
        if (stale.Count == 0)
            return ReadOnlyDictionary<ChildKey, Failure>.Empty;

        var failed = await applier.DeleteAsync(stale, cancellationToken);
        announcer.Pruned(application, [.. stale.Select(gone => gone.Child).Where(child => !failed.ContainsKey(child))]);
        return failed;
    }

    private async Task<ReconcileResult> ReportAsync(
        HeldApplication held, ApplicationMemory memory, List<AssessedTarget> targets, IReadOnlySet<ChildKey> known, RolloutDecision decision,
        Dictionary<ChildKey, Failure> failures, Dictionary<ChildKey, DateTimeOffset> early, List<ChildCollection> collections, CancellationToken cancellationToken)
    {
        var application = held.Application;
        var report = Reporting.Of(application, targets, known, decision, failures, collections);
        announcer.Found(application, report);
        await WriteStatusAsync(held, memory, StatusJson.Of(application, report, time.GetUtcNow()), cancellationToken);
        if (failures.Count > early.Count)
            throw new ApplyFailedException(report.Errors);

        var again = targets.SelectMany(target => target.Objects).Select(found => found.Again)
            .Concat(early.Values.Select(until => (TimeSpan?)(until - time.GetUtcNow())))
            .Where(after => after is not null).Min();
        return new ReconcileResult(again);
    }

    private async Task WriteStatusAsync(HeldApplication held, ApplicationMemory memory, JsonObject status, CancellationToken cancellationToken)
    {
        var revision = held.Application.Meta.Revision;
        // What was written to this revision already is on its way back.
        if (memory.WroteAt == revision || StatusJson.Patch(held.Application.Status, status) is not { } patch)
            return;
        await writer.MergeAsync(EdgeApplication.Collection, Key(held.Application), revision, patch, "status", cancellationToken);
        memory.WroteAt = revision;
    }

    private static ObjectKey Key(EdgeApplication application) => new(application.Namespace, application.Name);
}
