using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.ApiMachinery.Tests.Golden;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.ServerSideApply;

/// <summary>
/// Each case is a story: writes one after the other (steps.json), a minute apart, and the object that comes of them (expected.json), or the
/// error of the last one (error.txt). <c>schema.json</c> makes it a custom kind.
/// </summary>
public class ApplyGoldenTests
{
    private const string Cases = "ServerSideApply/ApplyCases";
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Names => GoldenCase.Names(Cases);

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_GoldenCase_GivesExpected(string name)
    {
        var golden = GoldenCase.Of(Cases, name);
        var story = golden.Json("steps.json")!.AsObject();
        var steps = story["steps"]!.AsArray();
        JsonObject? live = story["live"]?.AsObject();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i]!.AsObject();
            if (i == steps.Count - 1 && golden.Has("error.txt"))
            {
                var expected = golden.Text("error.txt").Split('\n', 2);
                var status = Assert.Throws<StatusException>(() => Write(live, step, golden, story, i)).Status;
                Assert.Equal(expected[0], $"{status.Code} {status.Reason}");
                Assert.Equal(expected[1], status.Message);
                return;
            }
            live = Write(live, step, golden, story, i);
        }
        golden.Expect("expected.json", live);
    }

    private static JsonObject Write(JsonObject? live, JsonObject step, GoldenCase golden, JsonObject story, int number)
    {
        var resource = GroupVersionResource.Parse(story["resource"]!.GetValue<string>());
        var schema = golden.Has("schema.json")
            ? OpenApiSchema.Read(JsonDocument.Parse(golden.Text("schema.json")).RootElement)
            : BuiltInSchemas.For(resource);
        var write = new FieldWrite(step["manager"]!.GetValue<string>(), resource.ApiVersion, schema, Start.AddMinutes(number))
        {
            Subresource = step["subresource"]?.GetValue<string>() ?? "",
            Ignored = FieldSet.Of([.. (step["ignored"]?.AsArray() ?? []).Select(i => i!.GetValue<string>().Split('.'))]),
        };
        var value = step["object"]!.AsObject();
        return step["operation"]!.GetValue<string>() == "apply"
            ? ObjectApply.Apply(live, value, write, step["force"]?.GetValue<bool>() ?? false)
            : ObjectUpdate.Track(live, value, write);
    }
}
