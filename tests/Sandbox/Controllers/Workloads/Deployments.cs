using System.Globalization;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Workloads;

/// <summary>Rolls a Deployment: one ReplicaSet a template, the newest scaled up and the others down, never below what has to be available.</summary>
internal sealed class Deployments(ClusterView view, TimeProvider time) : IController
{
    private const string Revision = "deployment.kubernetes.io/revision";
    private const string Hash = "pod-template-hash";

    public IReadOnlyList<GroupVersionResource> Reads { get; } = [Resources.Deployments, Resources.ReplicaSets];

    public IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after) =>
        WorkloadKeys.Of(resource, Resources.Deployments, "Deployment", before, after);

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (view.Get(Resources.Deployments, key) is not { } deployment || deployment.Obj("metadata").Str("deletionTimestamp").Length > 0)
            return null;

        var sets = view.OwnedBy(Resources.ReplicaSets, deployment);
        var newest = sets.FirstOrDefault(set => IsOfTemplate(set, deployment));
        if (newest is null && !deployment.Obj("spec").Bool("paused"))
            newest = MakeSet(deployment, sets);
        if (newest is not null)
        {
            KeepRevision(ref deployment, ref newest, sets);
            Roll(deployment, newest, [.. sets.Where(set => Uid(set) != Uid(newest))]);
        }

        // Read again: rolling has changed them.
        sets = view.OwnedBy(Resources.ReplicaSets, deployment);
        view.UpdateStatus(Resources.Deployments, deployment, DeploymentStatus.Of(
            deployment, newest is null ? null : sets.FirstOrDefault(set => Uid(set) == Uid(newest)), sets, Timestamps.Seconds(time.GetUtcNow())));
        return null;
    }

    private static string Uid(JsonObject value) => value.Obj("metadata").Str("uid");

    private static bool IsOfTemplate(JsonObject set, JsonObject deployment)
    {
        var template = set.Obj("spec").Obj("template")!.Copy();
        template.Obj("metadata").Obj("labels")?.Remove(Hash);
        return JsonNode.DeepEquals(template, deployment.Obj("spec").Obj("template"));
    }

    private JsonObject MakeSet(JsonObject deployment, IReadOnlyList<JsonObject> sets)
    {
        var hash = PodTemplate.HashOf(deployment);
        var spec = new JsonObject { ["replicas"] = 0 };
        foreach (var key in (string[])["minReadySeconds", "selector", "template"])
            spec.Put(key, deployment.Obj("spec")?[key]);
        spec.Ensure("selector").Ensure("matchLabels")[Hash] = hash;
        var labels = spec.Ensure("template").Ensure("metadata").Ensure("labels");
        labels[Hash] = hash;
        return view.Create(Resources.ReplicaSets, new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Obj("metadata").Str("name")}-{hash}",
                ["namespace"] = deployment.Obj("metadata").Str("namespace"),
                ["labels"] = labels.DeepClone(),
                ["annotations"] = new JsonObject { [Revision] = (LastRevision(sets) + 1).ToString(CultureInfo.InvariantCulture) },
                ["ownerReferences"] = Ownership.ReferenceTo(deployment),
            },
            ["spec"] = spec,
        });
    }

    private static long LastRevision(IEnumerable<JsonObject> sets) => sets.Select(RevisionOf).DefaultIfEmpty(0).Max();

    private static long RevisionOf(JsonObject value) =>
        long.TryParse(value.Obj("metadata").Obj("annotations").Str(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>A set that is rolled back to becomes the newest revision; the Deployment says which one it is at.</summary>
    private void KeepRevision(ref JsonObject deployment, ref JsonObject newest, IReadOnlyList<JsonObject> sets)
    {
        var own = newest;
        var others = LastRevision(sets.Where(set => Uid(set) != Uid(own)));
        if (RevisionOf(newest) <= others)
            newest = view.Update(Resources.ReplicaSets, WithRevision(newest, others + 1));
        if (RevisionOf(deployment) != RevisionOf(newest))
            deployment = view.Update(Resources.Deployments, WithRevision(deployment, RevisionOf(newest)));
    }

    private static JsonObject WithRevision(JsonObject value, long revision)
    {
        var next = value.Copy();
        next.Meta().Ensure("annotations")[Revision] = revision.ToString(CultureInfo.InvariantCulture);
        return next;
    }

    private void Roll(JsonObject deployment, JsonObject newest, List<JsonObject> others)
    {
        var plan = RolloutPlan.For(deployment, newest, others);
        foreach (var (set, replicas) in plan.Replicas)
        {
            if ((set.Obj("spec").Int("replicas") ?? 1) == replicas)
                continue;

            var next = set.Copy();
            next.Ensure("spec")["replicas"] = replicas;
            view.Update(Resources.ReplicaSets, next);
        }

        var kept = deployment.Obj("spec").Int("revisionHistoryLimit") ?? 10;
        if (!plan.Done)
            return;

        foreach (var old in others.Where(set => set.Obj("status").Int("replicas") is 0 or null).OrderByDescending(RevisionOf).Skip((int)kept))
            view.Delete(Resources.ReplicaSets, old);
    }
}
