using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// Which objects are wanted no more: those of removed manifests, removed targets and former names. What replaces them comes first: an object of a
/// target goes when the target is as it is wanted, one that was shared when all are, one of a removed target when the rollout is through.
/// </summary>
internal static class Pruning
{
    /// <param name="application">The application.</param>
    /// <param name="targets">What is made once, then the targets, as they stand now.</param>
    /// <param name="collections">Those that the application ever had objects in; of one that is not known wholly nothing is removed.</param>
    /// <param name="mayRemoveTargets">Whether the rollout is through.</param>
    public static IReadOnlyList<(ChildKey Child, string Uid)> Find(
        EdgeApplication application, IReadOnlyList<AssessedTarget> targets, IEnumerable<ChildCollection> collections, bool mayRemoveTargets)
    {
        // The same object may be seen in another version of its group.
        var wanted = targets.SelectMany(target => target.Objects).Select(found => Identity(found.Desired.Child)).ToHashSet();
        var whole = targets.All(target => target.IsInSync);
        var stale = new List<(ChildKey, string)>();
        foreach (var collection in collections.Where(collection => collection.Synced))
        {
            foreach (var (raw, owner) in collection.Of(new ObjectKey(application.Namespace, application.Name)))
            {
                var child = new ChildKey(collection.Resource, raw.Key);
                if (!owner.Is(application) || wanted.Contains(Identity(child)) || ObjectMeta.Read(raw.Json.Span).IsBeingDeleted)
                    continue;
                if (MayGo(raw, targets, whole, mayRemoveTargets))
                    stale.Add((child, raw.Uid));
            }
        }

        return stale;
    }

    /// <summary>The target that an object was made for; null for one that was made once, or before there were labels.</summary>
    public static AssessedTarget? TargetOf(RawObject raw, IReadOnlyList<AssessedTarget> targets, out bool ofATarget)
    {
        var labels = RawJson.ReadLabels(raw.Json.Span);
        ofATarget = labels.ContainsKey(Rendering.ChildLabels.NodeGroup) || labels.ContainsKey(Rendering.ChildLabels.NodeLabels);
        return targets.FirstOrDefault(target => !target.Planned.IsShared
            && labels.TryGetValue(target.Planned.Label.Key, out var value) && value == target.Planned.Label.Value);
    }

    private static bool MayGo(RawObject raw, IReadOnlyList<AssessedTarget> targets, bool whole, bool mayRemoveTargets) =>
        TargetOf(raw, targets, out var ofATarget) is { } target ? target.IsInSync
        : ofATarget ? mayRemoveTargets
        : whole;

    private static (string, string, ObjectKey) Identity(ChildKey child) => (child.Resource.Group, child.Resource.Resource, child.Key);
}
