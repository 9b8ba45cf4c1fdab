using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// Takes the objects of a deleted application with it that cannot refer to it; the others are the cluster's own garbage collector's. Nobody who
/// asked for orphans loses anything.
/// </summary>
internal sealed class Removal(World world, Applier applier, Announcer announcer, IClusterWriter writer)
{
    /// <summary>The finalizer that <c>kubectl delete --cascade=orphan</c> sets.</summary>
    private const string Orphan = "orphan";

    public async Task RemoveAsync(HeldApplication held, CancellationToken cancellationToken)
    {
        var application = held.Application;
        if (!application.Finalizers.Contains(AppliedKinds.Finalizer))
            return;

        if (!application.Finalizers.Contains(Orphan))
        {
            var kinds = AppliedKinds.Recorded(held).Concat(AppliedKinds.Reported(application).Select(child => child.Resource)).Distinct();
            var collections = kinds.Where(world.Kinds.Serves).Select(world.Children.Follow).ToList();
            var left = collections.SelectMany(collection => Left(application, collection)).ToList();
            var doomed = left.Where(child => !child.IsBeingDeleted).Select(child => (child.Child, child.Uid)).ToList();
            if (doomed.Count > 0)
            {
                var failures = await applier.DeleteAsync(doomed, cancellationToken);
                announcer.Removed(application, [.. doomed.Select(gone => gone.Child).Where(child => !failures.ContainsKey(child))]);
                if (failures.Count > 0)
                    throw new ApplyFailedException(failures.Values.Select(failure => failure.Words));
            }

            // The last to go, or to become known, asks for another look.
            if (left.Count > 0 || collections.Any(collection => !collection.Synced))
                return;
        }

        var key = new ObjectKey(application.Namespace, application.Name);
        await writer.MergeAsync(EdgeApplication.Collection, key, application.Meta.Revision, AppliedKinds.Release(application), "", cancellationToken);
    }

    private static IEnumerable<(ChildKey Child, string Uid, bool IsBeingDeleted)> Left(EdgeApplication application, ChildCollection collection) =>
        collection.Of(new ObjectKey(application.Namespace, application.Name))
            .Where(held => held.Owner.Is(application) && held.Owner.Uid.Length == 0)
            .Select(held => (new ChildKey(collection.Resource, held.Raw.Key), held.Raw.Uid, ObjectMeta.Read(held.Raw.Json.Span).IsBeingDeleted));
}
