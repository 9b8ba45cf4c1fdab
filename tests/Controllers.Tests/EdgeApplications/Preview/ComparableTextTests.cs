using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Preview;

public sealed class ComparableTextTests
{
    [Fact]
    public void Of_Secret_ShowsWhatChangesAndNoValue()
    {
        var (before, after) = ComparableText.Of(Secret("""{"same":"aGk=","other":"b2xk","gone":"eA=="}"""), Secret("""{"same":"aGk=","other":"bmV3","new":"eQ=="}"""));
        Assert.Contains("data:\n  gone: '*** (before)'\n  other: '*** (before)'\n  same: '***'\n", before, StringComparison.Ordinal);
        Assert.Contains("data:\n  new: '*** (after)'\n  other: '*** (after)'\n  same: '***'\n", after, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_WhatTheServerKeeps_IsLeftOut()
    {
        var (before, after) = ComparableText.Of(
            JsonNode.Parse("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","uid":"1","resourceVersion":"7","generation":2,"managedFields":[]},"status":{"x":1}}""")!.AsObject(), null);
        Assert.Equal("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n", before);
        Assert.Equal("", after);
    }

    private static JsonObject Secret(string data) =>
        new() { ["apiVersion"] = "v1", ["kind"] = "Secret", ["metadata"] = new JsonObject { ["name"] = "s" }, ["data"] = JsonNode.Parse(data) };
}
