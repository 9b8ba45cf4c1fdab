using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Filters;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

/// <summary>What the annotation may say.</summary>
public sealed class TopologyTests
{
    private const string Long = "apps.kubeedge.io/service-topology";
    private const string Short = "service-topology";

    [Theory]
    [InlineData("range-nodegroup", "Group")]
    [InlineData("prefer-nodegroup", "Group Any")]
    [InlineData("range-node", "Node")]
    [InlineData("node", "Node")]
    [InlineData("node,nodegroup", "Node Group")]
    [InlineData(" node , nodegroup,any ", "Node Group Any")]
    [InlineData("node, any", "Node Any")]
    [InlineData("any", "Any")]
    [InlineData("any, node", "Any")]
    [InlineData("nodegroup, node, any", "Group Any")]
    public void Value_ThatIsUnderstood_NamesTheLevels(string value, string levels)
    {
        var topology = Topology.Of(Service((Long, value)));
        Assert.True(topology.IsUnderstood);
        Assert.Equal(levels, string.Join(' ', topology.Levels));
    }

    [Theory]
    [InlineData("range-nodegroups")]
    [InlineData("node, node")]
    [InlineData("node,,any")]
    [InlineData("Node")]
    [InlineData("zone, any")]
    public void Value_ThatIsUnknown_ClosesTheServiceToTheGroup(string value)
    {
        var topology = Topology.Of(Service((Long, value)));
        Assert.False(topology.IsUnderstood);
        Assert.Equal([TrafficLevel.Group], topology.Levels);
        Assert.Equal(value, topology.Value);
    }

    [Fact]
    public void BothForms_TheLongOneCounts()
    {
        Assert.Equal([TrafficLevel.Node], Topology.Of(Service((Short, "range-nodegroup"), (Long, "range-node"))).Levels);
        Assert.Equal([TrafficLevel.Group], Topology.Of(Service((Short, "range-nodegroup"), (Long, " "))).Levels);
    }

    [Fact]
    public void NoAnnotation_LeavesTheServiceOpen() => Assert.True(Topology.Of(Service()).IsOpen);

    private static RawObject Service(params (string Name, string Value)[] annotations)
    {
        var json = new JsonObject
        {
            ["kind"] = "Service",
            ["metadata"] = new JsonObject { ["annotations"] = new JsonObject(annotations.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Value))) },
        };
        return new RawObject(Encoding.UTF8.GetBytes(json.ToJsonString()), new ObjectKey("shop", "web"), "uid", 1);
    }
}
