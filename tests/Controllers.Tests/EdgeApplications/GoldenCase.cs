using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>
/// A folder of one case: <c>input.yaml</c> holds an EdgeApplication and NodeGroups, <c>expected.yaml</c> the objects and
/// <c>expected-faults.txt</c>, where there are any, the faults and notices, as <c>edgemesh-cloud render</c> prints them. Adding a case needs no code.
/// </summary>
internal sealed record GoldenCase(string Folder)
{
    public static TheoryData<string> Names(string room) =>
        [.. Directory.GetDirectories(Path.Combine(AppContext.BaseDirectory, "EdgeApplications", room, "Cases")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal)];

    public static GoldenCase Of(string room, string name) => new(Path.Combine(AppContext.BaseDirectory, "EdgeApplications", room, "Cases", name));

    public void Check()
    {
        var (app, groups) = Read([Path.Combine(Folder, "input.yaml")]);
        var rendering = Renderer.Render(app, groups);
        var faults = RenderingText.Faults(app, rendering).Select(fault => $"error: {fault}")
            .Concat(RenderingText.Notices(app, rendering).Select(notice => $"notice: {notice}"));
        Assert.Equal(Text("expected-faults.txt"), string.Concat(faults.Select(line => line + "\n")));
        Assert.Equal(Text("expected.yaml"), RenderingText.Objects(app, rendering));
    }

    /// <summary>The one EdgeApplication and the NodeGroups of some files.</summary>
    public static (EdgeApplication Application, IReadOnlyList<NodeGroup> Groups) Read(IReadOnlyList<string> files)
    {
        var documents = files.SelectMany(file => YamlReader.Read(File.OpenText(file))).Select(node => node.AsObject()).ToLookup(body => (string)body["kind"]!);
        return (EdgeApplication.Parse(Raw(documents["EdgeApplication"].Single())), [.. documents["NodeGroup"].Select(body => NodeGroup.Parse(Raw(body)))]);
    }

    public static RawObject Raw(JsonObject body)
    {
        var metadata = body["metadata"]!;
        return new RawObject(JsonTree.Write(body), new ObjectKey((string?)metadata["namespace"] ?? "", (string)metadata["name"]!), "", 0);
    }

    private string Text(string file) => File.Exists(Path.Combine(Folder, file)) ? File.ReadAllText(Path.Combine(Folder, file)) : "";
}
