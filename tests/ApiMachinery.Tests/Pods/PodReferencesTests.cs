using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Pods;

/// <summary><c>everything.json</c> names something in every field that can. MetaServer.Tests asks a real Node authoriser about the same pod.</summary>
public class PodReferencesTests
{
    private static readonly string[] All =
    [
        "configmaps debug-env", "configmaps debug-from", "configmaps env", "configmaps from", "configmaps init-env", "configmaps init-from",
        "configmaps projected", "configmaps volume",
        "persistentvolumeclaims claim", "persistentvolumeclaims p-own",
        "resourceclaims claim-extended", "resourceclaims claim-given", "resourceclaims claim-made",
        "secrets azure", "secrets cephfs", "secrets cinder", "secrets csi", "secrets debug-env", "secrets debug-from", "secrets env", "secrets flex", "secrets from",
        "secrets init-env", "secrets init-from", "secrets iscsi", "secrets projected", "secrets pull", "secrets rbd", "secrets scaleio",
        "secrets storageos", "secrets volume",
        "serviceaccounts robot",
    ];

    private static JsonObject Everything => JsonNode.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pods", "everything.json")))!.AsObject();

    [Fact]
    public void Read_PodWithEveryFieldThatNames_NamesThemAllAndNothingElse()
    {
        var pod = Read(Everything);
        Assert.Equal(("n1", "robot"), (pod.Node, pod.ServiceAccount));
        Assert.Equal(All, Lines(pod));
    }

    [Fact]
    public void Read_MembersInAnotherOrder_NamesTheSame() => Assert.Equal(All, Lines(Read(Reversed(Everything))));

    [Fact]
    public void Read_MirrorPod_NamesNothing()
    {
        var mirror = Everything;
        mirror["metadata"]!["annotations"]!["kubernetes.io/config.mirror"] = "";
        foreach (var pod in (JsonNode[])[mirror, Reversed(mirror)])
        {
            var references = Read(pod);
            Assert.Equal(("n1", ""), (references.Node, references.ServiceAccount));
            Assert.Empty(references.Names);
        }
    }

    [Fact]
    public void Read_PodThatIsNotBound_NamesNothing()
    {
        var pod = Everything;
        pod["spec"]!.AsObject().Remove("nodeName");
        Assert.Equal("", Read(pod).Node);
        Assert.Empty(Read(pod).Names);
    }

    [Fact]
    public void Read_PodWithoutAccount_HasNoRights()
    {
        var pod = Everything;
        pod["spec"]!.AsObject().Remove("serviceAccountName");
        Assert.Equal("", Read(pod).ServiceAccount);
        Assert.DoesNotContain(Read(pod).Names, name => name.Resource == PodReference.ServiceAccounts);
    }

    /// <summary>Every value in turn becomes something that a pod never has there; what stands beside it is read as before.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[[{\"name\":\"deep\"}],null,\"text\"]")]
    [InlineData("{\"deep\":[{\"name\":\"deep\"}]}")]
    public void Read_FieldOfAnotherShape_TakesNothingElseAway(string shape)
    {
        foreach (var path in Paths(Everything, []))
        {
            // On these hangs what other fields name.
            if (path is ["spec"] or ["spec", "nodeName"] or ["metadata"] or ["metadata", "name"] or [_, "volumes" or "resourceClaims" or "resourceClaimStatuses", _, "name"]) continue;
            var (changed, without) = (Everything, Everything);
            Put(changed, path, JsonNode.Parse(shape));
            Put(without, path, path[^1] is int ? new JsonObject() : null);
            var (expected, found) = (Lines(Read(without)), Lines(Read(changed)));
            Assert.True(expected.All(found.Contains), $"{string.Join('.', path)} = {shape}");
            var more = found.Except(All).Where(line => !line.EndsWith("text", StringComparison.Ordinal));
            Assert.True(!more.Any(), $"{string.Join('.', path)} = {shape}: {string.Join(", ", more)}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"spec\":{\"nodeName\":\"n1\"")]
    [InlineData("{\"spec\":{\"nodeName\":\"\\ud800\"}}")]
    [InlineData("{\"spec\":{\"volumes\":[{\"secret\":}]}}")]
    public void Read_WhatIsNoPod_IsAFormatException(string json) => Assert.Throws<FormatException>(() => PodReferences.Read(Encoding.UTF8.GetBytes(json)));

    private static PodReferences Read(JsonNode pod) => PodReferences.Read(Encoding.UTF8.GetBytes(pod.ToJsonString()));

    private static string[] Lines(PodReferences pod) => [.. pod.Names.Select(name => $"{name.Resource} {name.Name}").Order(StringComparer.Ordinal)];

    private static JsonNode Reversed(JsonNode node) => node switch
    {
        JsonObject o => new JsonObject(o.Reverse().Select(member => KeyValuePair.Create(member.Key, member.Value is { } value ? Reversed(value) : null))),
        JsonArray a => new JsonArray([.. a.Select(item => Reversed(item!))]),
        _ => node.DeepClone(),
    };

    private static void Put(JsonNode root, object[] path, JsonNode? value)
    {
        var parent = path[..^1].Aggregate(root, (node, step) => step is int at ? node[at]! : node[(string)step]!);
        if (path[^1] is int index) parent[index] = value;
        else parent[(string)path[^1]] = value;
    }

    private static IEnumerable<object[]> Paths(JsonNode node, object[] before)
    {
        var inner = node switch
        {
            JsonObject o => o.Select(member => ((object)member.Key, member.Value)),
            JsonArray a => a.Select((item, i) => ((object)i, item)),
            _ => [],
        };
        foreach (var (step, value) in inner)
        {
            object[] path = [.. before, step];
            yield return path;
            foreach (var deeper in Paths(value!, path)) yield return deeper;
        }
    }
}
