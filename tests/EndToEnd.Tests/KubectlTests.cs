using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>What a person types at an edge: online, offline, and after the daemon was restarted offline.</summary>
public abstract partial class KubectlTests(MeshFixture fixture)
{
    private EdgeNode Edge => fixture.Mesh.Edges[0];

    [Fact]
    public async Task Kubectl_AtAnEdge_WorksOnlineAndReadsOffline()
    {
        if ((fixture.Missing ?? Kubectl.Missing) is { } why) Assert.Skip(why);
        var cancellation = TestContext.Current.CancellationToken;
        var kubectl = NewKubectl("online");
        var pod = (await kubectl.RunAsync("get pods -n shop --field-selector spec.nodeName=hz-1 -o name")).Trim();

        // A first list or watch of what the node does not hold goes through and makes it wanted; offline it must be held.
        await ReadsAsync(kubectl, pod);
        await WritesAsync(kubectl);
        await SpeaksToPodsAsync(kubectl, pod);
        // Kinds that appear while the edges run need no restart, and those that go are gone.
        var admin = new Kubectl(fixture.Mesh.KubeconfigPath, Path.Combine(Path.GetDirectoryName(Edge.KubeconfigPath)!, "cache-admin"));
        await CustomKinds.DefineAsync(admin, "sales", "Sale");
        await CustomKinds.DefineAsync(admin, "returns", "Return");
        await fixture.Mesh.EventuallyAsync("the new kinds are served", async () =>
        {
            foreach (var kind in (string[])["sales", "returns"])
            {
                var served = await NewKubectl($"new-{Guid.NewGuid():N}").TryAsync($"get {kind} -n shop");
                if (!served.Output.Contains("COLOR", StringComparison.Ordinal)) throw new IOException(served.Output + served.Error);
            }
        }, cancellation);
        await VanishesAsync(admin, cancellation);

        // What is read for the first time goes through and becomes wanted; the second time the edge answers by itself.
        var reads = fixture.Mesh.Sandbox is null ? [.. KubectlSession.Reads, .. KubectlSession.RealReads] : KubectlSession.Reads;
        await KubectlSession.ReadAsync(kubectl, reads);
        await HeldWholeAsync(kubectl, cancellation);
        var session = new KubectlSession(await DirectAsync(cancellation), kubectl, reads);
        await session.OnlineAsync();
        await WaitsAsync(kubectl, admin);
        await PagesAsync(kubectl, admin, cancellation);
        await WatchesOverACutAsync(kubectl, admin, cancellation);

        await fixture.Mesh.Cloud.KillAsync();
        await ReadsAsync(NewKubectl("offline"), pod);
        session.Offline("offline", await KubectlSession.ReadAsync(NewKubectl("offline-session"), reads));
        await RefusesWritesAsync(NewKubectl("offline-writes"));

        await Edge.KillAsync();
        Edge.Start();
        await fixture.Mesh.ServesAsync(Edge, cancellation);
        await ReadsAsync(NewKubectl("restarted"), pod);
        session.Offline("restarted", await KubectlSession.ReadAsync(NewKubectl("restarted-session"), reads));
        Assert.True(session.Differences.Count == 0, string.Join("\n\n", session.Differences));
    }

    /// <summary>A kind that is held here is taken away: its watch ends, and it is as unknown as at the API server.</summary>
    private async Task VanishesAsync(Kubectl admin, CancellationToken cancellation)
    {
        await fixture.Mesh.EventuallyAsync("the returns are held whole", async () => await HoldsAsync("/returns"), cancellation);
        using var watch = NewKubectl("vanishing").Start("get returns -n shop -w");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        Assert.StartsWith("NAME", await watch.StandardOutput.ReadLineAsync(limit.Token), StringComparison.Ordinal);
        await admin.RunAsync("delete crd returns.shop.example --timeout=25s");
        await watch.WaitForExitAsync(limit.Token);
        await fixture.Mesh.EventuallyAsync("the returns are gone", async () =>
        {
            var gone = await NewKubectl($"gone-{Guid.NewGuid():N}").TryAsync("get returns -n shop");
            if (!gone.Error.Contains("the server doesn't have a resource type \"returns\"", StringComparison.Ordinal)) throw new IOException(gone.Output + gone.Error);
            var status = await Edge.RunAsync("status");
            if (status.Output.Contains("/returns", StringComparison.Ordinal)) throw new IOException(status.Output);
        }, cancellation);
    }

    /// <summary>Throws until the node holds the collection whole, as `status` says it to a person.</summary>
    private async Task HoldsAsync(string collection)
    {
        var status = await Edge.RunAsync("status");
        if (!status.Output.Split('\n').Any(line => line.Contains(collection, StringComparison.Ordinal) && line.Contains("whole", StringComparison.Ordinal)))
            throw new IOException($"{collection}: {status.Output}{status.Error}");
    }

    /// <summary>The same identity at the API server itself.</summary>
    private async Task<Kubectl> DirectAsync(CancellationToken cancellation)
    {
        var (admin, edge) = (await File.ReadAllTextAsync(fixture.Mesh.KubeconfigPath, cancellation), await File.ReadAllTextAsync(Edge.KubeconfigPath, cancellation));
        var path = Path.Combine(Path.GetDirectoryName(Edge.KubeconfigPath)!, "direct.kubeconfig");
        await File.WriteAllTextAsync(path, $$$"""
            {"apiVersion":"v1","kind":"Config","current-context":"c","contexts":[{"name":"c","context":{"cluster":"c","user":"u"}}],
            "clusters":[{"name":"c","cluster":{"server":"{{{Server().Match(admin).Groups[1]}}}","certificate-authority-data":"{{{Authority().Match(admin).Groups[1]}}}"}}],
            "users":[{"name":"u","user":{"token":"{{{Token().Match(edge).Groups[1]}}}"}}]}
            """, cancellation);
        return new Kubectl(path, Path.Combine(Path.GetDirectoryName(path)!, "cache-direct"));
    }

    [GeneratedRegex(@"server: ""([^""]+)""")]
    private static partial Regex Server();

    [GeneratedRegex("certificate-authority-data: ([^ ]+)")]
    private static partial Regex Authority();

    [GeneratedRegex(@"token: ""([^""]+)""")]
    private static partial Regex Token();

    private Kubectl NewKubectl(string name) => new(Edge.KubeconfigPath, Path.Combine(Path.GetDirectoryName(Edge.KubeconfigPath)!, "cache-" + name));

    private static async Task ReadsAsync(Kubectl kubectl, string pod)
    {
        var pods = await kubectl.RunAsync("get pods -A -o wide");
        Assert.Matches(@"NAMESPACE +NAME +READY +STATUS +RESTARTS +AGE +IP +NODE", pods);
        foreach (var node in new[] { "hz-1", "hz-2", "bj-1", "sh-1" }) Assert.Matches($@"shop +till-\w+ +1/1 +Running +0 +\S+ +\S+ +{node}", pods);

        var services = await kubectl.RunAsync("get svc,endpointslices -A");
        Assert.Matches(@"shop +service/till +ClusterIP", services);
        Assert.Matches(@"shop +endpointslice\.discovery\.k8s\.io/till-\w+ +IPv4", services);

        var yaml = await kubectl.RunAsync($"get {pod} -n shop -o yaml");
        Assert.Contains("nodeName: hz-1", yaml, StringComparison.Ordinal);
        Assert.Contains("kind: Pod", yaml, StringComparison.Ordinal);

        var mine = await kubectl.RunAsync("get pods -A --field-selector spec.nodeName=hz-1 -o name");
        Assert.Contains(pod, mine, StringComparison.Ordinal);
        Assert.Single(mine.Split('\n', StringSplitOptions.RemoveEmptyEntries), name => name.StartsWith("pod/till-", StringComparison.Ordinal));

        var inChunks = await kubectl.RunAsync("get pods -n shop --chunk-size=2 -o name");
        Assert.Equal(4, inChunks.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        using var watch = kubectl.Start("get pods -n shop -w -o wide --output-watch-events");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20), TimeProvider.System);
        for (var added = 0; added < 4;)
        {
            if (await watch.StandardOutput.ReadLineAsync(limit.Token) is not { } line) Assert.Fail(await watch.StandardError.ReadToEndAsync(limit.Token));
            else if (line.StartsWith("EVENT", StringComparison.Ordinal)) Assert.Matches("NAME +READY +STATUS .*NODE", line);
            else if (line.StartsWith("ADDED", StringComparison.Ordinal)) added++;
        }
        watch.Kill();
    }

    private static async Task WritesAsync(Kubectl kubectl)
    {
        const string Manifest = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"by-kubectl","namespace":"shop"},"data":{"a":"1"}}""";
        Assert.Contains("configmap/by-kubectl created", await kubectl.RunAsync("apply -f -", Manifest), StringComparison.Ordinal);
        Assert.Contains("configmap/by-kubectl configured", await kubectl.RunAsync("apply -f -", Manifest.Replace("\"1\"", "\"2\"", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("deleted", await kubectl.RunAsync("delete configmap by-kubectl -n shop"), StringComparison.Ordinal);
    }

    /// <summary>A condition that comes while kubectl waits for it here.</summary>
    private static async Task WaitsAsync(Kubectl kubectl, Kubectl admin)
    {
        await admin.RunAsync("create configmap waited -n shop --from-literal=a=1");
        using var waiting = kubectl.Start("wait --for=jsonpath={.data.a}=2 configmap/waited -n shop --timeout=25s");
        using var gone = kubectl.Start("wait --for=delete configmap/waited -n shop --timeout=25s");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await admin.RunAsync("patch configmap waited -n shop -p {\\\"data\\\":{\\\"a\\\":\\\"2\\\"}}");
        Assert.Equal("configmap/waited condition met", (await waiting.StandardOutput.ReadToEndAsync(limit.Token)).Trim());
        Assert.False(gone.HasExited);
        await admin.RunAsync("delete configmap waited -n shop");
        await gone.WaitForExitAsync(limit.Token);
        Assert.Equal(0, gone.ExitCode);
    }

    /// <summary>What changes between two pages of a list is not in it (`--chunk-size`).</summary>
    private static async Task PagesAsync(Kubectl kubectl, Kubectl admin, CancellationToken cancellation)
    {
        const string Path = "/api/v1/namespaces/shop/pods?limit=2";
        var first = JsonNode.Parse(await kubectl.RunAsync($"get --raw {Path}"))!;
        var last = (await kubectl.RunAsync("get pods -n shop -o name")).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        await admin.RunAsync($"label -n shop {last} between=pages");
        var second = JsonNode.Parse(await kubectl.RunAsync($"get --raw {Path}&continue={(string?)first["metadata"]!["continue"]}"))!;
        cancellation.ThrowIfCancellationRequested();
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)second["metadata"]!["resourceVersion"]);
        Assert.Null(second["items"]!.AsArray()[^1]!["metadata"]!["labels"]!["between"]);
        Assert.Contains("between=pages", await kubectl.RunAsync("get pods -n shop --chunk-size=2 --show-labels"), StringComparison.Ordinal);
        await admin.RunAsync($"label -n shop {last} between-");
    }

    /// <summary>`get -w` goes on over a cut of the link as if there had been none, and shows what happened meanwhile.</summary>
    private async Task WatchesOverACutAsync(Kubectl kubectl, Kubectl admin, CancellationToken cancellation)
    {
        var pod = (await kubectl.RunAsync("get pods -n shop --field-selector spec.nodeName=hz-1 -o name")).Trim();
        using var watch = kubectl.Start($"get -n shop {pod} -w -L cut");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90), TimeProvider.System);
        for (var rows = 0; rows < 2; rows++) Assert.NotNull(await watch.StandardOutput.ReadLineAsync(limit.Token));
        await fixture.Mesh.Cloud.KillAsync();
        Assert.Contains("Running", await kubectl.RunAsync($"get -n shop {pod}"), StringComparison.Ordinal);
        await admin.RunAsync($"label -n shop {pod} cut=meanwhile");
        Assert.False(watch.HasExited);
        fixture.Mesh.Cloud.Start();
        string? row;
        do Assert.NotNull(row = await watch.StandardOutput.ReadLineAsync(limit.Token));
        while (!row.EndsWith("meanwhile", StringComparison.Ordinal));
        watch.Kill();
        await admin.RunAsync($"label -n shop {pod} cut-");
        await fixture.Mesh.EventuallyAsync("the label is gone here too", async () =>
        {
            var labels = await kubectl.RunAsync($"get -n shop {pod} --show-labels");
            if (labels.Contains("cut=", StringComparison.Ordinal)) throw new IOException(labels);
        }, cancellation);
    }

    /// <summary>
    /// The sandbox's hollow kubelets answer these; a bare API server has no kubelet to ask. Neither speaks the streams of `attach` and `port-forward`: what goes through
    /// there is held against both proxies by tests/Host.Tests (PassThroughTests), byte for byte.
    /// </summary>
    private async Task SpeaksToPodsAsync(Kubectl kubectl, string pod)
    {
        if (fixture.Mesh.Sandbox is null) return;
        Assert.Contains("is ready", await kubectl.RunAsync($"logs -n shop {pod}"), StringComparison.Ordinal);
        Assert.Equal(pod, "pod/" + (await kubectl.RunAsync($"exec -n shop {pod} -- hostname")).Trim());
    }

    private static async Task RefusesWritesAsync(Kubectl kubectl)
    {
        var refused = await kubectl.TryAsync("delete configmap till -n shop");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.True(refused.Error.Contains("cloud", StringComparison.OrdinalIgnoreCase), refused.Output + refused.Error);
    }

    /// <summary>Waits until the wanted collections have arrived, as `status` says it to a person.</summary>
    private async Task HeldWholeAsync(Kubectl kubectl, CancellationToken cancellation)
    {
        await kubectl.RunAsync("get pods -A");
        await fixture.Mesh.EventuallyAsync("the pods are held whole", async () =>
        {
            foreach (var collection in (string[])["v1/pods", "v1/nodes", "apps/v1/daemonsets", "apps/v1/deployments", "/nodegroups", "/sales"])
                await HoldsAsync(collection);
        }, cancellation);
    }
}

/// <summary>Over the sandbox.</summary>
public sealed class SandboxKubectlTests(SandboxMesh fixture) : KubectlTests(fixture), IClassFixture<SandboxMesh>;

/// <summary>Over a real API server.</summary>
public sealed class RealKubectlTests(RealMesh fixture) : KubectlTests(fixture), IClassFixture<RealMesh>;
