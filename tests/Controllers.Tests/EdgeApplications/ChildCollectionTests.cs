using System.Text;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>What is known of children: our own writes at once, nobody else's as ours, and nothing for certain before all is told.</summary>
public sealed class ChildCollectionTests
{
    private const string OfUs = """ "annotations": { "apps.kubeedge.io/applied-for": "shop/web" } """;
    private static readonly ObjectKey App = new("shop", "web");
    private static readonly ObjectKey Key = new("shop", "a");

    private readonly List<(ObjectKey Key, ObjectKey? Owner)> _told = [];
    private readonly ChildCollection _collection;

    public ChildCollectionTests() =>
        _collection = new ChildCollection(new("", "v1", "configmaps"), (child, owner) => _told.Add((child.Key, owner)), static _ => { });

    [Fact]
    public void Wrote_IsKnownAtOnce_AndOlderNewsDoNotUndoIt()
    {
        _collection.Upserted(Object(5, OfUs), null);
        _collection.Wrote(Object(9, OfUs));
        _collection.Upserted(Object(7, OfUs), null);
        Assert.Equal(9, _collection.Find(Key)!.Value.Raw.Revision);
        _collection.Deleted(Object(7, OfUs), 8);
        Assert.NotNull(_collection.Find(Key));
        _collection.Upserted(Object(10, OfUs), null);
        Assert.Equal(10, _collection.Find(Key)!.Value.Raw.Revision);
        _collection.Deleted(Object(10, OfUs), 11);
        Assert.Null(_collection.Find(Key));
    }

    [Fact]
    public void Wrote_AndNeverHeardOf_HasGoneAgain()
    {
        _collection.Wrote(Object(9, OfUs));
        _collection.Progressed(8);
        Assert.NotNull(_collection.Find(Key));
        _collection.Progressed(9);
        Assert.Null(_collection.Find(Key));
        Assert.Contains((Key, null), _told);
    }

    [Theory]
    [InlineData(OfUs, true)]
    [InlineData(""" "labels": { "apps.kubeedge.io/edgeapplication": "web" } """, false)]
    [InlineData(OfUs + """, "ownerReferences": [ { "apiVersion": "apps/v1", "kind": "Deployment", "name": "web", "uid": "d", "controller": true } ] """, false)]
    [InlineData(""" "ownerReferences": [ { "apiVersion": "apps.kubeedge.io/v1alpha1", "kind": "EdgeApplication", "name": "web", "uid": "u", "controller": true } ] """, true)]
    [InlineData(""" "ownerReferences": [ { "apiVersion": "apps.kubeedge.io/v1alpha1", "kind": "EdgeApplication", "name": "web", "uid": "u" } ] """, false)]
    public void Of_AnApplication_HoldsWhatItControls_AndNotWhatOthersCopied(string metadata, bool isOurs)
    {
        _collection.Upserted(Object(5, metadata), null);
        Assert.Equal(isOurs ? 1 : 0, _collection.Of(App).Count);
    }

    [Fact]
    public void Find_InACollectionThatIsNotKnownWholly_PrunesNothing()
    {
        var application = EdgeApplication.Parse(RawObjectReader.Parse(Encoding.UTF8.GetBytes(
            """{ "apiVersion": "apps.kubeedge.io/v1alpha1", "kind": "EdgeApplication", "metadata": { "name": "web", "namespace": "shop", "uid": "u", "resourceVersion": "1" }, "spec": {} }""")));
        AssessedTarget[] targets = [new(new PlannedTarget("", null, default, [], [], [], []), [])];
        _collection.Upserted(Object(5, OfUs), null);
        Assert.Empty(Pruning.Find(application, targets, [_collection], mayRemoveTargets: true));
        _collection.Progressed(5);
        Assert.Equal(Key, Assert.Single(Pruning.Find(application, targets, [_collection], mayRemoveTargets: true)).Child.Key);
    }

    private static RawObject Object(long revision, string metadata) => RawObjectReader.Parse(Encoding.UTF8.GetBytes(
        $$"""{ "kind": "ConfigMap", "apiVersion": "v1", "metadata": { "name": "a", "namespace": "shop", "uid": "1", "resourceVersion": "{{revision}}", {{metadata}} } }"""));
}
