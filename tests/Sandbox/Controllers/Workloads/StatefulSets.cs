using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Keeps the numbered pods of a StatefulSet: one after another, unless it says that they may come all at once.</summary>
internal sealed class StatefulSets(ClusterView view, TimeProvider time) : IController
{
    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.StatefulSets, Resources.Pods, Resources.Claims];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after) =>
        WorkloadKeys.Of(resource, Resources.StatefulSets, "StatefulSet", before, after);

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.StatefulSets, key) is not { } set)
            return null;

        var revision = $"{key.Name}-{PodTemplate.HashOf(set)}";
        if (set.Obj("metadata").Str("deletionTimestamp").Length == 0)
            Step(set, revision);
        return Report(set, revision);
    }

    /// <summary>One step towards what is wanted; each brings a change, which asks for the next.</summary>
    private void Step(JsonObject set, string revision)
    {
        var pods = view.OwnedBy(Resources.Pods, set).Where(pod => Ordinal(pod) >= 0).ToDictionary(Ordinal);
        var wanted = (int)(set.Obj("spec").Int("replicas") ?? 1);
        var parallel = set.Obj("spec").Str("podManagementPolicy") == "Parallel";
        for (var i = 0; i < wanted; i++)
        {
            if (!pods.TryGetValue(i, out var pod))
                pods[i] = pod = Make(set, i, revision);
            else if (PodState.IsFinished(pod) && !PodState.IsTerminating(pod))
                view.Delete(Resources.Pods, pod);
            if (!parallel && !(PodState.IsActive(pod) && PodState.IsReady(pod)))
                return;
        }

        foreach (var surplus in pods.Keys.Where(ordinal => ordinal >= wanted).OrderDescending())
        {
            if (!PodState.IsTerminating(pods[surplus]))
                view.Delete(Resources.Pods, pods[surplus]);
            if (!parallel)
                return;
        }

        Renew(set, pods, wanted, revision);
    }

    /// <summary>Replaces pods of an older template from the last to the first, each when those behind it are ready.</summary>
    private void Renew(JsonObject set, Dictionary<int, JsonObject> pods, int wanted, string revision)
    {
        var strategy = set.Obj("spec").Obj("updateStrategy");
        if (strategy.Str("type") == "OnDelete")
            return;

        var first = (int)(strategy.Obj("rollingUpdate").Int("partition") ?? 0);
        for (var i = wanted - 1; i >= first; i--)
        {
            if (RevisionOf(pods[i]) != revision && !PodState.IsTerminating(pods[i]))
                view.Delete(Resources.Pods, pods[i]);
            if (RevisionOf(pods[i]) != revision || !PodState.IsReady(pods[i]))
                return;
        }
    }

    private JsonObject Make(JsonObject set, int ordinal, string revision)
    {
        var pod = PodTemplate.Pod(set);
        var name = $"{set.Obj("metadata").Str("name")}-{ordinal.ToString(CultureInfo.InvariantCulture)}";
        pod.Meta()["name"] = name;
        var labels = pod.Meta().Ensure("labels");
        labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
        labels["controller-revision-hash"] = revision;
        labels["statefulset.kubernetes.io/pod-name"] = name;
        pod.Ensure("spec")["hostname"] = name;
        pod.Ensure("spec").Put("subdomain", set.Obj("spec")?["serviceName"]);
        foreach (var template in set.Obj("spec").Objs("volumeClaimTemplates"))
            Claim(set, pod, template, name);
        return view.Create(Resources.Pods, pod);
    }

    /// <summary>The claim outlives the pod, so that the next pod of that number finds it.</summary>
    private void Claim(JsonObject set, JsonObject pod, JsonObject template, string podName)
    {
        var volume = template.Obj("metadata").Str("name");
        var key = new ObjectKey(set.Obj("metadata").Str("namespace"), $"{volume}-{podName}");
        if (view.Get(Resources.Claims, key) is null)
        {
            view.Create(Resources.Claims, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["metadata"] = new JsonObject { ["name"] = key.Name, ["namespace"] = key.Namespace },
                ["spec"] = template.Obj("spec")?.DeepClone(),
            });
        }

        var spec = pod.Ensure("spec");
        if (spec.Arr("volumes") is not { } volumes)
            spec["volumes"] = volumes = [];
        volumes.Add(new JsonObject { ["name"] = volume, ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = key.Name } });
    }

    private TimeSpan? Report(JsonObject set, string revision)
    {
        var pods = view.OwnedBy(Resources.Pods, set);
        var count = PodCount.Of(pods, set, time.GetUtcNow());
        var updated = pods.Count(pod => PodState.IsActive(pod) && RevisionOf(pod) == revision);
        var status = (set.Obj("status") ?? []).Copy();
        var whole = updated == count.Ready && count.All == (set.Obj("spec").Int("replicas") ?? 1) && updated == count.All;
        var current = whole || status.Str("currentRevision").Length == 0 ? revision : status.Str("currentRevision");
        status["availableReplicas"] = count.Available;
        status["collisionCount"] = 0;
        status["currentRevision"] = current;
        status["replicas"] = count.All;
        status["updateRevision"] = revision;
        status.Count("currentReplicas", pods.Count(pod => PodState.IsActive(pod) && RevisionOf(pod) == current));
        status.Count("readyReplicas", count.Ready).Count("updatedReplicas", updated);
        status.Put("observedGeneration", set.Obj("metadata")?["generation"]);
        view.UpdateStatus(Resources.StatefulSets, set, status);
        return count.NextAvailable;
    }

    private static string RevisionOf(JsonObject pod) => pod.Obj("metadata").Obj("labels").Str("controller-revision-hash");

    private static int Ordinal(JsonObject pod) =>
        int.TryParse(pod.Obj("metadata").Str("name").Split('-')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1;
}
