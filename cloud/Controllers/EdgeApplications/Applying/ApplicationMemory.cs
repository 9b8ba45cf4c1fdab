using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// What is remembered of one application between two looks, to save work and requests. Everything in it can be lost: a look decides the same without
/// it, at the price of a request that changes nothing.
/// </summary>
internal sealed class ApplicationMemory
{
    private readonly ConcurrentDictionary<ChildKey, (string Hash, string Print)> _settled = [];
    private readonly ConcurrentDictionary<ChildKey, Corrections> _corrections = [];
    private readonly ConcurrentDictionary<ChildKey, Assessment> _assessments = [];
    private readonly ConcurrentDictionary<ChildKey, Refused> _refused = [];
    private (string Uid, long Generation, long World, Plan Plan)? _plan;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>The revision of the application that was written to last: until another one is heard of, the answer is on its way.</summary>
    public long WroteAt { get; set; }

    /// <summary>Since when a collection is waited for; null where none is.</summary>
    public DateTimeOffset? UnsyncedSince { get; set; }

    /// <summary>The plan for this generation of the application in this state of the world; made where there is none.</summary>
    public Plan PlanFor(EdgeApplication application, long world, Func<Plan> make)
    {
        var meta = application.Meta;
        if (_plan is { } known && known.Uid == meta.Uid && known.Generation == meta.Generation && known.World == world)
            return known.Plan;

        var plan = make();
        _plan = (meta.Uid, meta.Generation, world, plan);
        _assessments.Clear();
        _refused.Clear();
        var wanted = plan.Objects.Select(desired => desired.Child).ToHashSet();
        foreach (var child in _settled.Keys.Where(child => !wanted.Contains(child)))
            _settled.TryRemove(child, out _);
        foreach (var child in _corrections.Keys.Where(child => !wanted.Contains(child)))
            _corrections.TryRemove(child, out _);
        return plan;
    }

    /// <summary>What was found last, where neither the object nor what is wanted of it has changed since.</summary>
    public Assessment? Recall(DesiredObject desired, RawObject live) =>
        _assessments.TryGetValue(desired.Child, out var known) && ReferenceEquals(known.Live, live) && ReferenceEquals(known.Desired, desired) ? known : null;

    public void Remember(Assessment assessment) => _assessments[assessment.Desired.Child] = assessment;

    public void Forget(ChildKey child) => _assessments.TryRemove(child, out _);

    /// <summary>Whether the API server was asked about this very difference before and left it as it is.</summary>
    public bool IsSettled(ChildKey child, string hash, string print) => _settled.TryGetValue(child, out var known) && known == (hash, print);

    /// <summary>The API server has answered: what still differs stays.</summary>
    public void Settle(ChildKey child, string hash, string print)
    {
        _settled[child] = (hash, print);
        Forget(child);
    }

    /// <summary>How often in a row the same change was corrected, and when last.</summary>
    public Corrections CorrectionsOf(ChildKey child, string print) =>
        _corrections.TryGetValue(child, out var known) && known.Print == print ? known : new Corrections(print, 0, default);

    public void Corrected(ChildKey child, string print, DateTimeOffset now) =>
        _corrections[child] = new Corrections(print, CorrectionsOf(child, print).Count + 1, now);

    /// <summary>
    /// What came of this very step when it failed last, for as long as it is too early to try it again: not every look at the application, least of
    /// all one that our own report of the failure asked for, is a reason to.
    /// </summary>
    public Refused? RefusalOf(Assessment step, DateTimeOffset now) => Last(step) is { } known && now < known.Until ? known : null;

    public void Failed(Assessment step, Failure failure, DateTimeOffset now)
    {
        var count = (Last(step)?.Count ?? 0) + 1;
        var pause = Math.Min(LongestPause.TotalMilliseconds, FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(count - 1, 30)));
        _refused[step.Desired.Child] = new Refused(step.Form.Hash, step.Live?.Uid, failure, count, now + TimeSpan.FromMilliseconds(pause));
    }

    private Refused? Last(Assessment step) =>
        _refused.TryGetValue(step.Desired.Child, out var known) && known.Hash == step.Form.Hash && known.Uid == step.Live?.Uid ? known : null;

    /// <summary>A step that failed.</summary>
    internal sealed record Refused(string Hash, string? Uid, Failure Failure, int Count, DateTimeOffset Until);

    /// <summary>One change that came again after it was corrected.</summary>
    internal sealed record Corrections(string Print, int Count, DateTimeOffset Last);
}
