using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.ServerSideApply;

public class FieldsV1Tests
{
    [Fact]
    public void Read_AllForms_GivesPathsAndWritesTheSame()
    {
        const string Json = """{"f:spec":{"f:containers":{"k:{\"name\":\"a\"}":{".":{},"f:image":{}}},"f:x":{}},"f:list":{"v:\"t\"":{},"v:1":{},"i:0":{}}}""";
        var set = FieldsV1.Read(JsonNode.Parse(Json));
        Assert.Equal(
            [".list[=\"t\"]", ".list[=1]", ".list[0]", ".spec.x", ".spec.containers[name=\"a\"]", ".spec.containers[name=\"a\"].image"], set.Paths());
        Assert.True(FieldsV1.Read(FieldsV1.Write(set)).SetEquals(set));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Json), FieldsV1.Write(set)));
    }

    [Fact]
    public void Read_KeysInAnotherOrder_IsTheSamePath() => Assert.True(
        FieldsV1.Read(JsonNode.Parse("""{"k:{\"protocol\":\"TCP\", \"port\":80}":{}}"""))
            .SetEquals(FieldsV1.Read(JsonNode.Parse("""{"k:{\"port\":80,\"protocol\":\"TCP\"}":{}}"""))));

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"x:y":{}}""")]
    [InlineData("""{"k:[1]":{}}""")]
    [InlineData("""{"k:{":{}}""")]
    [InlineData("""{"i:x":{}}""")]
    [InlineData("""{"":{}}""")]
    public void Read_SomethingElse_Throws(string json) => Assert.Throws<FormatException>(() => FieldsV1.Read(JsonNode.Parse(json)));

    [Theory]
    [InlineData("""{"metadata":{"managedFields":[{"manager":"x","operation":"Eat","fieldsV1":{}}]}}""")]
    [InlineData("""{"metadata":{"managedFields":[5]}}""")]
    [InlineData("""{"metadata":{"managedFields":"x"}}""")]
    public void Read_BrokenManagedFields_AreNone(string json) => Assert.Empty(ManagedFields.Read(JsonNode.Parse(json)!.AsObject()));
}
