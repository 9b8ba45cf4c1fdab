using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.ApiMachinery.Tests.Golden;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Patches;

public class PatchGoldenTests
{
    private const string JsonCases = "Patches/JsonPatchCases";
    private const string MergeCases = "Patches/MergePatchCases";
    private const string StrategicCases = "Patches/StrategicMergePatchCases";

    public static TheoryData<string> JsonPatchNames => GoldenCase.Names(JsonCases);

    public static TheoryData<string> MergePatchNames => GoldenCase.Names(MergeCases);

    public static TheoryData<string> StrategicMergePatchNames => GoldenCase.Names(StrategicCases);

    [Theory]
    [MemberData(nameof(JsonPatchNames))]
    public void JsonPatch_GoldenCase_GivesExpected(string name) => Check(GoldenCase.Of(JsonCases, name), JsonPatch.Apply);

    [Theory]
    [MemberData(nameof(MergePatchNames))]
    public void MergePatch_GoldenCase_GivesExpected(string name) => Check(GoldenCase.Of(MergeCases, name), MergePatch.Apply);

    [Theory]
    [MemberData(nameof(StrategicMergePatchNames))]
    public void StrategicMergePatch_GoldenCase_GivesExpected(string name)
    {
        var golden = GoldenCase.Of(StrategicCases, name);
        var schema = BuiltInSchemas.For(GroupVersionResource.Parse(golden.Text("resource.txt")));
        Check(golden, (input, patch) => StrategicMergePatch.Apply(input!.AsObject(), patch, schema));
    }

    private static void Check(GoldenCase golden, Func<JsonNode?, JsonNode?, JsonNode?> apply)
    {
        var input = golden.Json("input.json");
        var patch = golden.Json("patch.json");
        if (golden.Has("error.txt"))
        {
            var expected = golden.Text("error.txt").Split('\n', 2);
            var status = Assert.Throws<StatusException>(() => apply(input, patch)).Status;
            Assert.Equal(expected[0], $"{status.Code} {status.Reason}");
            Assert.Contains(expected[1].Trim(), status.Message, StringComparison.Ordinal);
        }
        else golden.Expect("expected.json", apply(input, patch));
        golden.Expect("input.json", input);
        golden.Expect("patch.json", patch);
    }
}
