namespace KubeEdge.EdgeMesh.Controllers.Tests.NodeGroups;

/// <summary>Which nodes a group's labels and expressions select.</summary>
public sealed class SelectionTests : NodeGroupTest
{
    [Theory]
    [InlineData("""{"key":"site","operator":"In","values":["hz","bj"]}""", "bj1 hz1 hz2")]
    [InlineData("""{"key":"site","operator":"NotIn","values":["hz"]}""", "bj1 bare")]
    [InlineData("""{"key":"gpu","operator":"Exists"}""", "hz2")]
    [InlineData("""{"key":"site","operator":"DoesNotExist"}""", "bare")]
    [InlineData("""{"key":"site","operator":"In","values":["hz"]},{"key":"gpu","operator":"DoesNotExist"}""", "hz1")]
    public async Task MatchExpressions_Operators_SelectAsKubernetesDoes(string expressions, string expected)
    {
        await FourNodesAsync($"\"matchExpressions\":[{expressions}]", expected);
    }

    [Theory]
    [InlineData("""  "matchLabels":{"site":"hz"},"matchExpressions":[{"key":"gpu","operator":"Exists"}]  """, "hz2")]
    [InlineData("""  "matchLabels":{"site":"hz"},"matchExpressions":[]  """, "hz1 hz2")]
    [InlineData("""  "nodes":["bare"],"matchLabels":{"site":"bj"}  """, "bare bj1")]
    [InlineData("""  "nodes":["bare"],"matchLabels":{},"matchExpressions":[]  """, "bare")]
    public async Task LabelsExpressionsAndNames_Together_AreAllOfTheFirstAndAnyOfTheLast(string spec, string expected)
    {
        await FourNodesAsync(spec, expected);
    }

    private async Task FourNodesAsync(string spec, string expected)
    {
        Node("bare");
        Node("hz1", "\"site\":\"hz\"");
        Node("hz2", "\"site\":\"hz\",\"gpu\":\"\"");
        Node("bj1", "\"site\":\"bj\"");
        Group("g", spec);

        await StartAsync();
        await Cluster.UntilAsync(() => Ready("g") is not null, "the status");

        var members = new[] { "bare", "bj1", "hz1", "hz2" }.Where(node => GroupOf(node) == "g");
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), members);
    }
}
