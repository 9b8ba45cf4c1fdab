using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Cloud;

public sealed class RenderTests : IDisposable
{
    private const string Application = """
        apiVersion: apps.kubeedge.io/v1alpha1
        kind: EdgeApplication
        metadata:
          name: shop
        spec:
          workloadTemplate:
            manifests:
              - apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: "{{nodegroup}}"
          workloadScope:
            targetNodeGroups:
              - name: hangzhou

        """;

    private const string Group = """
        apiVersion: apps.kubeedge.io/v1alpha1
        kind: NodeGroup
        metadata:
          name: hangzhou

        """;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Render_WithoutACluster_PrintsTheObjects()
    {
        await using var render = Executable.Cloud("render", "-f", Write("app.yaml", Application), "-f", Write("groups.yaml", Group), "-n", "market");
        Assert.Equal(0, await render.EndAsync());
        Assert.Equal("", render.Error);
        Assert.Equal(
            "---\n# market/shop for hangzhou: manifest 0\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels:\n    apps.kubeedge.io/edgeapplication: shop\n    apps.kubeedge.io/nodegroup: hangzhou\n  name: hangzhou\n  namespace: market\n",
            render.Output);
    }

    [Fact]
    public async Task Render_FromStandardInputAsAList_PrintsTheSame()
    {
        const string List = """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"apps.kubeedge.io/v1alpha1","kind":"EdgeApplication","metadata":{"name":"shop"},"spec":{"workloadScope":{}}}]}""";
        await using var render = Executable.CloudWithInput(List, "render", "-f", "-");
        Assert.Equal(0, await render.EndAsync());
        Assert.Equal("", render.Output + render.Error);
    }

    [Fact]
    public async Task Render_Faults_AreToldAndTheOthersPrinted()
    {
        var faulty = Application.Replace("- name: hangzhou", "- {name: hangzhou, overriders: {replicas: 2}}\n      - name: beijing", StringComparison.Ordinal);
        await using var render = Executable.Cloud("render", "-f", Write("app.yaml", faulty));
        Assert.Equal(4, await render.EndAsync());
        Assert.Contains("error: default/shop for hangzhou: spec.workloadScope.targetNodeGroups[0].overriders.replicas: ", render.Error, StringComparison.Ordinal);
        Assert.Contains("notice: default/shop for beijing: ", render.Error, StringComparison.Ordinal);
        Assert.Contains("# default/shop for beijing: manifest 0", render.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("for hangzhou", render.Output, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> BadFiles => new()
    {
        { "kind: [", "not YAML" },
        { "kind: Pod\napiVersion: v1\nmetadata: {name: a}\n", "holds a Pod" },
        { "kind: EdgeApplication\napiVersion: apps.kubeedge.io/v1alpha1\n", "without a name" },
        { "kind: EdgeApplication\napiVersion: apps.kubeedge.io/v1alpha1\nmetadata: {name: a}\nspec: {workloadScope: {targetNodeGroups: 1}}\n", "not as its definition says" },
        { Group, "no EdgeApplication" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public Task Render_BadFile_IsOneLineThatNamesIt(string text, string says) =>
        OneLine.AssertFailureAsync(Executable.Cloud("render", "-f", Write("bad.yaml", text)), 2, "--filename", says);

    [Fact]
    public Task Render_NoSuchFile_IsOneLineThatNamesIt() =>
        OneLine.AssertFailureAsync(Executable.Cloud("render", "-f", "/nonexistent.yaml"), 2, "--filename /nonexistent.yaml");

    [Fact]
    public async Task Diff_NoAnswer_EndsAboveOne()
    {
        var kubeconfig = Write("kubeconfig", """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: t}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            current-context: c
            """);
        await OneLine.AssertFailureAsync(Executable.Cloud("render", "--diff", "-f", Write("app.yaml", Application), "--kubeconfig", kubeconfig), 3, "cannot be reached");
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_scratch.Path, name);
        File.WriteAllText(path, text);
        return path;
    }
}
