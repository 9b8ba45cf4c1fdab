using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Runs the pods of a Job until enough of them have succeeded, or too many failed.</summary>
internal sealed class Jobs(ClusterView view, TimeProvider time) : IController
{
    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Jobs, Resources.Pods];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after) =>
        WorkloadKeys.Of(resource, Resources.Jobs, "Job", before, after);

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.Jobs, key) is not { } job || job.Obj("metadata").Str("deletionTimestamp").Length > 0)
            return null;
        if (job.Obj("status").Objs("conditions").Any(condition => condition.Str("type") is "Complete" or "Failed" && condition.Str("status") == "True"))
            return Expire(job);

        var pods = view.OwnedBy(Resources.Pods, job);
        var (succeeded, failed) = (Count(pods, "Succeeded"), Count(pods, "Failed"));
        var done = succeeded >= Completions(job);
        var broken = failed > (job.Obj("spec").Int("backoffLimit") ?? 6);
        Run(job, pods, succeeded, done || broken);
        Report(job, succeeded, failed, done, broken);
        return null;
    }

    /// <summary>Without a number of completions one success is enough.</summary>
    private static long Completions(JsonObject job) => job.Obj("spec").Int("completions") ?? 1;

    private static int Count(IEnumerable<JsonObject> pods, string phase) => pods.Count(pod => pod.Obj("status").Str("phase") == phase);

    private void Run(JsonObject job, IReadOnlyList<JsonObject> pods, int succeeded, bool over)
    {
        var active = pods.Where(PodState.IsActive).ToList();
        var wanted = over || job.Obj("spec").Bool("suspend")
            ? 0
            : Math.Min(job.Obj("spec").Int("parallelism") ?? 1, Completions(job) - succeeded);
        for (var missing = wanted - active.Count; missing > 0; missing--)
        {
            var pod = PodTemplate.Pod(job);
            pod.Meta()["generateName"] = job.Obj("metadata").Str("name") + "-";
            view.Create(Resources.Pods, pod);
        }

        foreach (var surplus in active.Skip((int)wanted))
            view.Delete(Resources.Pods, surplus);
    }

    private void Report(JsonObject job, int succeeded, int failed, bool done, bool broken)
    {
        var now = Timestamps.Seconds(time.GetUtcNow());
        var active = view.OwnedBy(Resources.Pods, job).Where(PodState.IsActive).ToList();
        var status = (job.Obj("status") ?? []).Copy();
        status.Count("active", active.Count).Count("succeeded", succeeded).Count("failed", failed);
        status["ready"] = active.Count(PodState.IsReady);
        status["terminating"] = view.OwnedBy(Resources.Pods, job).Count(pod => PodState.IsTerminating(pod) && !PodState.IsFinished(pod));
        if (!job.Obj("spec").Bool("suspend"))
            status.Default("startTime", now);
        if (done)
        {
            Conditions.Set(status, "SuccessCriteriaMet", true, "CompletionsReached", "Reached expected number of succeeded pods", now);
            Conditions.Set(status, "Complete", true, "CompletionsReached", "Reached expected number of succeeded pods", now);
            status["completionTime"] = now;
        }
        else if (broken)
        {
            Conditions.Set(status, "FailureTarget", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
            Conditions.Set(status, "Failed", true, "BackoffLimitExceeded", "Job has reached the specified backoff limit", now);
        }

        foreach (var condition in status.Objs("conditions"))
            condition.Default("lastProbeTime", condition["lastTransitionTime"]!.DeepClone());
        view.UpdateStatus(Resources.Jobs, job, status);
    }

    private TimeSpan? Expire(JsonObject job)
    {
        if (job.Obj("spec").Int("ttlSecondsAfterFinished") is not { } ttl)
            return null;

        var ended = job.Obj("status").Objs("conditions").Where(condition => condition.Str("type") is "Complete" or "Failed").Select(condition => condition.Str("lastTransitionTime")).First();
        var left = DateTimeOffset.Parse(ended, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).AddSeconds(ttl) - time.GetUtcNow();
        if (left > TimeSpan.Zero)
            return left;

        view.Delete(Resources.Jobs, job, new DeleteOptions { Propagation = DeletePropagation.Background });
        return null;
    }
}
