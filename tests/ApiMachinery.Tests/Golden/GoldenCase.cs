using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Golden;

/// <summary>
/// A folder with the input of one case and what must come of it: <c>expected.json</c>, or <c>error.txt</c> with a part of the message.
/// Adding a case needs no code.
/// </summary>
public sealed record GoldenCase(string Folder)
{
    public static TheoryData<string> Names(string folder) =>
        [.. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, folder)).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static GoldenCase Of(string folder, string name) => new(Path.Combine(AppContext.BaseDirectory, folder, name));

    public bool Has(string file) => File.Exists(Path.Combine(Folder, file));

    public string Text(string file) => File.ReadAllText(Path.Combine(Folder, file)).Trim();

    public JsonNode? Json(string file) => JsonTree.Parse(Encoding.UTF8.GetBytes(Text(file)));

    /// <summary>Compares the text too: the order of members and the way numbers are written count.</summary>
    public void Expect(string file, JsonNode? actual) =>
        Assert.Equal(Pretty(Json(file)), Pretty(actual));

    private static string Pretty(JsonNode? node) => node is null ? "null" : JsonNode.Parse(JsonTree.Write(node))!.ToString();
}
