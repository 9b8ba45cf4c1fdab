using System.Text;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Crds;

public sealed class EdgeApplicationTests
{
    [Fact]
    public void Parse_Scope_HasNamedGroupsFirstEachWithItsPlace()
    {
        var app = Parse("""
            "spec":{"workloadScope":{"targetNodeLabels":[{"labelSelector":{}}],"targetNodeGroupLabels":[{"labelSelector":{}}],"targetNodeGroups":[{"name":"b","overriders":{"replicas":1}},{"name":"a"}]},
            "rolloutStrategy":{"type":"GroupByGroup","paused":true}}
            """);
        Assert.Equal(
            ["spec.workloadScope.targetNodeGroups[0]", "spec.workloadScope.targetNodeGroups[1]", "spec.workloadScope.targetNodeGroupLabels[0]", "spec.workloadScope.targetNodeLabels[0]"],
            app.Targets.Select(target => target.Place));
        Assert.Equal(["b", "a", "", ""], app.Targets.Select(target => target.Name));
        Assert.Equal("{\"replicas\":1}", Encoding.UTF8.GetString(app.Targets[0].Overriders.Span));
        Assert.Equal(new RolloutStrategy(RolloutType.GroupByGroup, Paused: true), app.RolloutStrategy);
    }

    [Fact]
    public void Parse_Manifests_KeepsTheirBytes()
    {
        var app = Parse("""
            "spec":{"workloadTemplate":{"manifests":[{"z":1.50,"a":null}, "text"]},"workloadScope":{}}
            """);
        Assert.Equal(["{\"z\":1.50,\"a\":null}", "\"text\""], app.Manifests.Select(manifest => Encoding.UTF8.GetString(manifest.Span)));
    }

    [Fact]
    public void Parse_WhatIsNull_IsAbsent()
    {
        var app = Parse("""
            "spec":{"workloadTemplate":null,"workloadScope":{"targetNodeGroups":null},"rolloutStrategy":{"type":null}},"status":null
            """);
        Assert.Empty(app.Manifests);
        Assert.Empty(app.Targets);
        Assert.Equal(new RolloutStrategy(), app.RolloutStrategy);
    }

    [Theory]
    [InlineData("\"spec\":{\"workloadTemplate\":{\"manifests\":{}}}")]
    [InlineData("\"spec\":{\"workloadScope\":{\"targetNodeGroups\":[{\"name\":1}]}}")]
    [InlineData("\"spec\":{\"rolloutStrategy\":{\"type\":\"Sideways\"}}")]
    public void Parse_WhatTheDefinitionRefuses_NamesTheObject(string members) =>
        Assert.Contains("default/app", Assert.Throws<FormatException>(() => Parse(members)).Message, StringComparison.Ordinal);

    private static EdgeApplication Parse(string members) => EdgeApplication.Parse(new RawObject(
        Encoding.UTF8.GetBytes($"{{\"metadata\":{{\"name\":\"app\",\"namespace\":\"default\"}},{members}}}"), new ObjectKey("default", "app"), "", 0));
}
