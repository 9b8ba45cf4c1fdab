using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Rendering;

public sealed class RenderProperties
{
    private const int Cases = 200;
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue];

    [Fact]
    public void Render_Twice_GivesTheSameBytes() => Seeds.Sample(
        seed =>
        {
            var made = new RandomApplication(seed);
            var (app, groups) = Parse(made.Application, made.Groups);
            return Everything(app, Renderer.Render(app, groups)) == Everything(app, Renderer.Render(app, groups));
        },
        iter: Cases);

    [Fact]
    public void Render_MembersAndGroupsInAnotherOrder_GivesTheSameBytes() => Seeds.Sample(
        seed =>
        {
            var made = new RandomApplication(seed);
            var random = new Random(seed);
            var (app, groups) = Parse(made.Application, made.Groups);
            var (shuffled, others) = Parse(
                RandomApplication.Shuffled(made.Application, random)!.AsObject(), [.. made.Groups.OrderBy(_ => random.Next()).Select(group => RandomApplication.Shuffled(group, random)!.AsObject())]);
            return Everything(app, Renderer.Render(app, groups)) == Everything(shuffled, Renderer.Render(shuffled, others));
        },
        iter: Cases);

    [Fact]
    public void Render_ManifestsAndTargetsInAnotherOrder_GivesTheSameObjects() => Seeds.Sample(
        seed =>
        {
            var made = new RandomApplication(seed);
            var random = new Random(seed);
            var (app, groups) = Parse(made.Application, made.Groups);
            var other = made.Application.DeepClone().AsObject();
            Reorder(other["spec"]!["workloadTemplate"]!["manifests"]!.AsArray(), random);
            Reorder(other["spec"]!["workloadScope"]!["targetNodeGroups"]!.AsArray(), random);
            var reordered = EdgeApplication.Parse(GoldenCase.Raw(other));
            return Objects(Renderer.Render(app, groups)).SequenceEqual(Objects(Renderer.Render(reordered, groups)));
        },
        iter: Cases);

    [Fact]
    public void Render_FieldsThatNobodyKnows_AreKept() => Seeds.Sample(
        seed =>
        {
            var made = new RandomApplication(seed);
            var (app, groups) = Parse(made.Application, made.Groups);
            var rendering = Renderer.Render(app, groups);
            foreach (var child in rendering.Shared.Concat(rendering.Targets.SelectMany(target => target.Objects)))
            {
                var manifest = made.Application["spec"]!["workloadTemplate"]!["manifests"]![child.Ordinal]!;
                foreach (var part in new[] { child.Body, child.Body["metadata"]!, child.Body["spec"]! })
                {
                    var written = part.GetPath() switch { "$" => manifest, "$.metadata" => manifest["metadata"]!, _ => manifest["spec"]! };
                    Assert.True(JsonNode.DeepEquals(written["unknown"], part["unknown"]), $"seed {seed}: {child.Kind} {child.Name} at {part.GetPath()}");
                }
            }
        },
        iter: Cases);

    [Fact]
    public void Render_WorkloadsOfTwoTargets_NeverSelectEachOthersPods() => Seeds.Sample(
        seed =>
        {
            var made = new RandomApplication(seed);
            var (app, groups) = Parse(made.Application, made.Groups);
            var rendering = Renderer.Render(app, groups);
            foreach (var target in rendering.Targets)
            {
                foreach (var child in target.Objects.Where(child => child.Body["spec"]?["selector"]?["matchLabels"] is not null))
                {
                    Assert.Equal(target.Label.Value, (string?)child.Body["spec"]!["selector"]!["matchLabels"]![target.Label.Key]);
                    Assert.Equal(target.Label.Value, (string?)child.Body["spec"]!["template"]!["metadata"]!["labels"]![target.Label.Key]);
                    Assert.Null(child.WithoutBirthmarks().Body["spec"]!["selector"]!["matchLabels"]![target.Label.Key]);
                }
            }
            Assert.Equal(rendering.Targets.Count, rendering.Targets.Select(target => target.Label).Distinct().Count());
        },
        iter: Cases);

    private static (EdgeApplication, IReadOnlyList<NodeGroup>) Parse(JsonObject application, IReadOnlyList<JsonObject> groups) =>
        (EdgeApplication.Parse(GoldenCase.Raw(application)), [.. groups.Select(group => NodeGroup.Parse(GoldenCase.Raw(group)))]);

    private static string Everything(EdgeApplication app, Cloud.Controllers.EdgeApplications.Rendering.Rendering rendering) =>
        string.Join('\n', RenderingText.Faults(app, rendering).Concat(RenderingText.Notices(app, rendering))) + "\n" + RenderingText.Objects(app, rendering);

    private static IEnumerable<string> Objects(Cloud.Controllers.EdgeApplications.Rendering.Rendering rendering) =>
        rendering.Shared.Concat(rendering.Targets.SelectMany(target => target.Objects)).Select(made => Encoding.UTF8.GetString(JsonTree.Write(made.Body))).Order(StringComparer.Ordinal);

    private static void Reorder(JsonArray list, Random random)
    {
        var items = list.OrderBy(_ => random.Next()).ToList();
        list.Clear();
        foreach (var item in items) list.Add(item);
    }
}
