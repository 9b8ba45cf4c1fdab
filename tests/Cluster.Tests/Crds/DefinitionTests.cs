using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Crds;

/// <summary>What <c>kubectl explain</c> shows of our kinds.</summary>
public sealed class DefinitionTests
{
    public static TheoryData<string> Names => [.. CrdManifests.Read().Select(definition => (string)definition["metadata"]!["name"]!)];

    [Theory, MemberData(nameof(Names))]
    public void Definition_EveryField_HasADescription(string name)
    {
        var silent = Fields(Schema(name), "")
            .Where(field => field.Path != ".metadata" && field.Schema["description"] is null)
            .Select(field => field.Path);
        Assert.Empty(silent);
    }

    [Theory, MemberData(nameof(Names))]
    public void Definition_RequiredFields_Exist(string name)
    {
        var missing =
            from field in Fields(Schema(name), "").Append(("", Schema(name)))
            from required in field.Item2["required"]?.AsArray() ?? []
            where field.Item2["properties"]?[(string)required!] is null
            select $"{field.Item1}.{required}";
        Assert.Empty(missing);
    }

    /// <summary>Those of the three kinds of targets are the same, whoever edits one of them.</summary>
    [Fact]
    public void EdgeApplication_OverridersOfAllTargets_AreTheSame()
    {
        var scope = Schema("edgeapplications.apps.kubeedge.io")["properties"]!["spec"]!["properties"]!["workloadScope"]!["properties"]!.AsObject();
        var overriders = scope.Select(list => list.Value!["items"]!["properties"]!["overriders"]!.ToJsonString()).ToList();
        Assert.Equal(3, overriders.Count);
        Assert.Single(overriders.Distinct());
    }

    private static JsonObject Schema(string name) => CrdManifests.Read()
        .Single(definition => (string)definition["metadata"]!["name"]! == name)["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!.AsObject();

    private static IEnumerable<(string Path, JsonObject Schema)> Fields(JsonObject schema, string path)
    {
        foreach (var (name, child) in schema["properties"] as JsonObject ?? [])
        {
            yield return ($"{path}.{name}", child!.AsObject());
            foreach (var below in Fields(child.AsObject(), $"{path}.{name}")) yield return below;
        }
        if (schema["items"] is not JsonObject items) yield break;
        yield return ($"{path}[]", items);
        foreach (var below in Fields(items, $"{path}[]")) yield return below;
    }
}
