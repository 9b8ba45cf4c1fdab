using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>What counts as a change of what we applied, and what does not.</summary>
public sealed class DriftTests
{
    [Theory]
    // What the server writes in another way.
    [InlineData("apps/v1/deployments", """{"spec":{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":0.5,"memory":"1024Mi"}}}]}}}}""", """{"spec":{"template":{"spec":{"containers":[{"name":"a","resources":{"limits":{"cpu":"500m","memory":"1Gi"}}}]}}}}""")]
    [InlineData("v1/persistentvolumeclaims", """{"spec":{"resources":{"requests":{"storage":"1024Mi"}}}}""", """{"spec":{"resources":{"requests":{"storage":"1Gi"}}}}""")]
    [InlineData("v1/secrets", """{"stringData":{"a":"b"}}""", """{"data":{"a":"Yg=="}}""")]
    // What the server adds.
    [InlineData("v1/services", """{"spec":{"ports":[{"port":80}],"selector":{"a":"b"}}}""", """{"spec":{"clusterIP":"10.0.0.1","ports":[{"port":80,"protocol":"TCP","targetPort":80}],"selector":{"a":"b"}}}""")]
    [InlineData("apps/v1/deployments", """{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"spec.nodeName"}}}]}]}}}}""", """{"spec":{"template":{"spec":{"containers":[{"name":"a","env":[{"name":"N","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"spec.nodeName"}}}]}]}}}}""")]
    // What the server does not keep.
    [InlineData("v1/pods", """{"metadata":{"creationTimestamp":null},"spec":{"hostNetwork":false,"volumes":[],"securityContext":{}}}""", """{"metadata":{},"spec":{}}""")]
    // What others add.
    [InlineData("v1/configmaps", """{"metadata":{"labels":{"a":"b"}},"data":{"a":"b"}}""", """{"metadata":{"labels":{"a":"b","c":"d"}},"data":{"a":"b","c":"d"}}""")]
    [InlineData("v1/pods", """{"spec":{"containers":[{"name":"a","image":"x"}]}}""", """{"spec":{"containers":[{"name":"sidecar","image":"y"},{"name":"a","image":"x"}]}}""")]
    [InlineData("example.com/v1/tills", """{"spec":{"a":1.0}}""", """{"spec":{"a":1,"b":2}}""")]
    public void Between_WhatIsNoChange_FindsNothing(string resource, string wanted, string live) => Assert.Empty(Find(resource, wanted, live).Places);

    [Theory]
    [InlineData("v1/configmaps", """{"data":{"a":"b"}}""", """{"data":{"a":"c"}}""", ".data.a")]
    [InlineData("v1/configmaps", """{"data":{"a":""}}""", """{"data":{}}""", ".data.a")]
    [InlineData("v1/configmaps", """{"data":{"a":"1"}}""", """{"data":{"a":"1000m"}}""", ".data.a")]
    [InlineData("v1/secrets", """{"stringData":{"a":"b"}}""", """{"data":{"a":"Yw=="}}""", ".data.a")]
    [InlineData("apps/v1/deployments", """{"spec":{"replicas":2}}""", """{"spec":{"replicas":3}}""", ".spec.replicas")]
    [InlineData("v1/pods", """{"spec":{"containers":[{"name":"a","image":"x"}]}}""", """{"spec":{"containers":[{"name":"a","image":"y"}]}}""", ".spec.containers[a].image")]
    [InlineData("v1/pods", """{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"a"}]}}""", ".spec.containers[b]")]
    [InlineData("v1/pods", """{"spec":{"nodeSelector":{"a":"b"}}}""", """{"spec":{"nodeSelector":{"a":"b","c":"d"}}}""", ".spec.nodeSelector.c")]
    [InlineData("v1/pods", """{"spec":{"containers":[{"name":"a","args":["x"]}]}}""", """{"spec":{"containers":[{"name":"a","args":["x","y"]}]}}""", ".spec.containers[a].args")]
    [InlineData("example.com/v1/tills", """{"spec":{"open":false}}""", """{"spec":{}}""", ".spec.open")]
    public void Between_AChange_SaysWhere(string resource, string wanted, string live, string place) => Assert.Equal([place], Find(resource, wanted, live).Places);

    [Fact]
    public void Between_TheReplicasOfAnAutoscaler_AreNotLookedAt()
    {
        using var wanted = JsonDocument.Parse("""{"spec":{"replicas":2}}""");
        using var live = JsonDocument.Parse("""{"spec":{"replicas":5}}""");
        Assert.Empty(Drift.Between(wanted.RootElement, live.RootElement, new("apps", "v1", "deployments"), Drift.Replicas).Places);
    }

    [Fact]
    public void Print_AnotherChangeAtTheSamePlace_Differs() => Assert.NotEqual(
        Find("v1/configmaps", """{"data":{"a":"b"}}""", """{"data":{"a":"c"}}""").Print, Find("v1/configmaps", """{"data":{"a":"b"}}""", """{"data":{"a":"d"}}""").Print);

    private static Drift Find(string resource, string wanted, string live)
    {
        using var one = JsonDocument.Parse(wanted);
        using var other = JsonDocument.Parse(live);
        return Drift.Between(one.RootElement, other.RootElement, GroupVersionResource.Parse(resource));
    }
}
