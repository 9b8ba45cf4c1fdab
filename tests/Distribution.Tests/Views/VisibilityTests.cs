using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Views;

public sealed class VisibilityTests
{
    [Fact]
    public void Secret_IsVisibleAsLongAsAPodOfTheNodeNamesIt()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Node("hz-2");
        fixture.Cluster.Secret("key", "one");
        fixture.Cluster.Secret("private");
        var (hz1, hz2) = (fixture.Connect("hz-1"), fixture.Connect("hz-2"));

        fixture.Cluster.Pod("a", "hz-1", secrets: ["key"]);
        fixture.Cluster.Pod("b", "hz-1", secrets: ["key"]);
        hz1.Drain();
        hz2.Drain();
        Assert.Equal(["key"], hz1.Names("v1/secrets"));
        Assert.Empty(hz2.Names("v1/secrets"));
        Assert.Equal("v1/secrets", hz1.Received[0].Identity.Collection.ToString());

        fixture.Cluster.Secret("key", "two");
        fixture.Cluster.Delete("v1/pods", "shop", "a");
        hz1.Drain();
        Assert.Contains("two", hz1.Read("v1/secrets", "shop", "key"), StringComparison.Ordinal);

        fixture.Cluster.Delete("v1/pods", "shop", "b");
        var deletedAt = fixture.Cluster.Revision;
        hz1.Drain();
        Assert.Empty(hz1.Names("v1/secrets"));
        Assert.Equal(deletedAt, hz1.Received.Last(change => change.Identity.Collection == Collections.Secrets).Revision);
        Assert.DoesNotContain(hz2.Received, change => change.Identity.Collection == Collections.Secrets);
    }

    [Fact]
    public void Secret_CreatedAfterItsPod_AppearsThen()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Pod("a", "hz-1", secrets: ["key"]);
        var node = fixture.Connect("hz-1");
        Assert.Empty(node.Names("v1/secrets"));

        fixture.Cluster.Secret("key");
        node.Drain();
        Assert.Equal(["key"], node.Names("v1/secrets"));
    }

    [Fact]
    public void Pod_BoundLater_BringsWhatItNames()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Secret("key");
        fixture.Cluster.Pod("a", node: null, secrets: ["key"]);
        var node = fixture.Connect("hz-1");
        Assert.Empty(node.Names("v1/pods"));

        fixture.Cluster.Pod("a", "hz-1", secrets: ["key"]);
        node.Drain();
        Assert.Equal(["a"], node.Names("v1/pods"));
        Assert.Equal(["key"], node.Names("v1/secrets"));
    }

    [Fact]
    public void Pod_RecreatedOnAnotherNode_LeavesTheFirst()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Node("hz-2");
        fixture.Cluster.Secret("key");
        fixture.Cluster.Pod("a", "hz-1", secrets: ["key"]);
        var (hz1, hz2) = (fixture.Connect("hz-1"), fixture.Connect("hz-2"));

        fixture.Cluster.Pod("a", "hz-2", secrets: ["key"]);
        hz1.Drain();
        hz2.Drain();
        Assert.Empty(hz1.Names("v1/pods"));
        Assert.Empty(hz1.Names("v1/secrets"));
        Assert.Equal(["a"], hz2.Names("v1/pods"));
        Assert.Equal(["key"], hz2.Names("v1/secrets"));
    }

    [Fact]
    public void Pod_NamesInEveryPlace_AreAllVisible()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        foreach (var secret in (string[])["env", "envfrom", "init", "ephemeral", "volume", "projected", "pull", "csi", "never"]) fixture.Cluster.Secret(secret);
        foreach (var map in (string[])["env", "envfrom", "volume", "projected", "never"]) fixture.Cluster.Put("v1/configmaps", "shop", map);
        foreach (var claim in (string[])["claim", "p-scratch", "never"]) fixture.Cluster.Put("v1/persistentvolumeclaims", "shop", claim);
        fixture.Cluster.Put("v1/serviceaccounts", "shop", "robot");
        fixture.Cluster.Put("v1/serviceaccounts", "shop", "default");
        fixture.Cluster.Put("v1/pods", "shop", "p", pod => pod["spec"] = JsonNode.Parse("""
            {"nodeName":"hz-1","serviceAccountName":"robot","imagePullSecrets":[{"name":"pull"}],
             "containers":[{"name":"c","env":[{"name":"A","value":"x"},{"name":"B","valueFrom":{"secretKeyRef":{"name":"env","key":"k"}}},
               {"name":"C","valueFrom":{"configMapKeyRef":{"name":"env","key":"k"}}}],"envFrom":[{"secretRef":{"name":"envfrom"}},{"configMapRef":{"name":"envfrom"}}]}],
             "initContainers":[{"name":"i","envFrom":[{"secretRef":{"name":"init"}}]}],
             "ephemeralContainers":[{"name":"e","envFrom":[{"secretRef":{"name":"ephemeral"}}]}],
             "volumes":[{"name":"a","secret":{"secretName":"volume"}},{"name":"b","configMap":{"name":"volume"}},
               {"name":"c","projected":{"sources":[{"secret":{"name":"projected"}},{"configMap":{"name":"projected"}},{"serviceAccountToken":{"path":"token"}}]}},
               {"name":"d","persistentVolumeClaim":{"claimName":"claim"}},{"name":"scratch","ephemeral":{"volumeClaimTemplate":{}}},
               {"name":"f","csi":{"driver":"x","nodePublishSecretRef":{"name":"csi"}}},{"name":"g","emptyDir":{}}]}
            """));
        var node = fixture.Connect("hz-1");

        Assert.Equal(["csi", "env", "envfrom", "ephemeral", "init", "projected", "pull", "volume"], node.Names("v1/secrets"));
        Assert.Equal(["env", "envfrom", "projected", "volume"], node.Names("v1/configmaps"));
        Assert.Equal(["claim", "p-scratch"], node.Names("v1/persistentvolumeclaims"));
        Assert.Equal(["robot"], node.Names("v1/serviceaccounts"));
    }

    /// <summary>Nodes make such pods themselves: what they name must not come to the node by it.</summary>
    [Fact]
    public void MirrorPod_ShowsNothingOfWhatItNames()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Secret("key");
        fixture.Cluster.Put("v1/serviceaccounts", "shop", "default");
        fixture.Cluster.Pod("static", "hz-1", secrets: ["key"]);
        var node = fixture.Connect("hz-1");
        Assert.Equal(["key"], node.Names("v1/secrets"));

        fixture.Cluster.Put("v1/pods", "shop", "static", pod =>
        {
            pod["metadata"]!["annotations"] = JsonNode.Parse("""{"kubernetes.io/config.mirror":"x"}""");
            pod["spec"] = JsonNode.Parse("""{"nodeName":"hz-1","serviceAccountName":"default","volumes":[{"secret":{"secretName":"key"}}]}""");
        });
        node.Drain();
        Assert.Equal(["static"], node.Names("v1/pods"));
        Assert.Empty(node.Names("v1/secrets"));
        Assert.Empty(node.Names("v1/serviceaccounts"));
        Assert.False(fixture.View.RunsAs("hz-1", new("shop", "default")));
    }

    [Fact]
    public void Node_SeesItsOwnNodeAndItsOwnGroupOnly()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1", "hangzhou");
        fixture.Cluster.Node("bj-1", "beijing");
        fixture.Cluster.Put("apps.kubeedge.io/v1alpha1/nodegroups", "", "hangzhou");
        fixture.Cluster.Put("apps.kubeedge.io/v1alpha1/nodegroups", "", "beijing");
        var node = fixture.Connect("hz-1");
        Assert.Equal(["hz-1"], node.Names("v1/nodes"));
        Assert.Equal(["hangzhou"], node.Names("apps.kubeedge.io/v1alpha1/nodegroups"));

        fixture.Cluster.Node("hz-1", "beijing");
        node.Drain();
        Assert.Equal(["beijing"], node.Names("apps.kubeedge.io/v1alpha1/nodegroups"));
    }

    [Fact]
    public void Node_Deleted_IsTold()
    {
        var fixture = new ViewFixture();
        fixture.Cluster.Node("hz-1");
        var node = fixture.Connect("hz-1");
        fixture.Cluster.Delete("v1/nodes", "", "hz-1");
        Assert.True(node.Gone);
    }

    [Fact]
    public void ExtraCollection_IsHeldByEveryone()
    {
        var fixture = new ViewFixture(null, "apps/v1/deployments");
        fixture.Cluster.Node("hz-1");
        fixture.Cluster.Put("apps/v1/deployments", "shop", "till");
        Assert.Equal(["till"], fixture.Connect("hz-1").Names("apps/v1/deployments"));
    }
}
