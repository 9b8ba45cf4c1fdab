using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>What a person at an edge does, with the kubectl that person has.</summary>
public sealed class KubectlTests : IAsyncLifetime
{
    private EdgeServer _edge = null!;
    private Kubectl _kubectl = null!;

    public async ValueTask InitializeAsync()
    {
        Kubectl.Require();
        _edge = await EdgeServer.StartAsync();
        _edge.Grant();
        _edge.Store.PutDocument("/api", """{"kind":"APIVersions","versions":["v1"]}""");
        _edge.Store.PutDocument("/apis", """{"kind":"APIGroupList","apiVersion":"v1","groups":[]}""");
        _edge.Store.PutDocument("/version", """{"major":"1","minor":"36","gitVersion":"v1.36.0"}""");
        for (var i = 0; i < 5; i++) _edge.Store.Put(Objects.Pods, $"shop/p{i}", $"\"spec\":{{\"nodeName\":\"n{i % 2}\"}},\"status\":{{\"phase\":\"Running\"}}");
        _edge.Store.Complete(Objects.Pods.Resource);
        _kubectl = new Kubectl(_edge.Address, _edge.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _kubectl?.Dispose();
        if (_edge is not null) await _edge.DisposeAsync();
    }

    [Theory]
    [InlineData("get pods -A -o wide", "NAMESPACE NAME READY STATUS RESTARTS AGE IP NODE NOMINATED NODE READINESS GATES", 5)]
    [InlineData("get pods -n shop", "NAME READY STATUS RESTARTS AGE", 5)]
    [InlineData("get pods -n shop --chunk-size=2", "NAME READY STATUS RESTARTS AGE", 5)]
    [InlineData("get pods -A --field-selector=spec.nodeName=n1", "NAMESPACE NAME READY STATUS RESTARTS AGE", 2)]
    [InlineData("get po -n shop p1 p2", "NAME READY STATUS RESTARTS AGE", 2)]
    [InlineData("get pods -n shop -o name", null, 5)]
    public async Task Get_PrintsTheColumnsThatItsUsersKnow(string command, string? headings, int rows)
    {
        var (code, output, error) = await _kubectl.RunAsync(command.Split(' '));
        Assert.True(code == 0, error);
        Assert.Empty(error);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (headings is not null) Assert.Equal(headings, string.Join(' ', lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(rows, lines.Length - (headings is null ? 0 : 1));
    }

    [Fact]
    public async Task Get_AsYaml_IsTheWholeObject()
    {
        var (code, output, error) = await _kubectl.RunAsync("get", "pod", "p1", "-n", "shop", "-o", "yaml");
        Assert.True(code == 0, error);
        Assert.Contains("kind: Pod", output, StringComparison.Ordinal);
        Assert.Contains("nodeName: n1", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Offline_WarnsHowOldTheAnswerIs_AndAWriteSaysThatItWasNotDone()
    {
        _edge.Store.Disconnected("no route");
        var (code, output, error) = await _kubectl.RunAsync("get", "pods", "-A");
        Assert.Equal(0, code);
        Assert.Contains("p4", output, StringComparison.Ordinal);
        Assert.StartsWith("Warning: answered from this node's cache: the cloud was last heard ", error, StringComparison.Ordinal);
        (code, _, error) = await _kubectl.RunAsync("delete", "pod", "p1", "-n", "shop");
        Assert.NotEqual(0, code);
        Assert.Contains("the cloud cannot be reached from this node since", error, StringComparison.Ordinal);
        Assert.Contains("delete pods \"p1\" was not done", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetWatch_PrintsEachChange()
    {
        using var process = _kubectl.Start("get", "pods", "-n", "shop", "-w", "--output-watch-events");
        try
        {
            Assert.StartsWith("EVENT", await NextAsync(), StringComparison.Ordinal);
            for (var i = 0; i < 5; i++) Assert.StartsWith($"ADDED      p{i}     0/0     Running", await NextAsync(), StringComparison.Ordinal);
            _edge.Store.Put(Objects.Pods, "shop/p1", "\"status\":{\"phase\":\"Succeeded\"}");
            Assert.StartsWith("MODIFIED   p1     0/0     Succeeded", await NextAsync(), StringComparison.Ordinal);
            _edge.Store.Delete(Objects.Pods, "shop/p1");
            Assert.StartsWith("DELETED    p1     0/0     Succeeded", await NextAsync(), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        async Task<string?> NextAsync() => await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }
}
