using System.Globalization;
using System.Text.Json;
using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>
/// The node's MetaServer against the API server that feeds it: the same questions by the same account over TLS, turn by turn. The sandbox serves its
/// reads with the MetaServer's own code, so the ratios that say something are those against a kube-apiserver, which is taken where one is at hand.
/// BENCH_METASERVER=pods,seconds for another size, and behind them the parts that are wanted: lists, gets, watches, starts.
/// </summary>
internal sealed class MetaServerBenchmark(TimeProvider time) : IBenchmark
{
    private const int Watchers = 200;
    private const int ColdStarts = 7;
    private const int Different = 500;
    private const string Collection = "/api/v1/namespaces/bench/pods?fieldSelector=spec.nodeName%3D" + BenchPods.Node;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly HttpQuestion List = new("list rv=0", Collection + "&resourceVersion=0");
    private static readonly HttpQuestion ZipList = new("list rv=0, gzip", Collection + "&resourceVersion=0", Gzip: true);
    private static readonly HttpQuestion NowList = new("list", Collection);
    private static readonly HttpQuestion NowZipList = new("list, gzip", Collection, Gzip: true);
    private static readonly HttpQuestion Rare = new("1 % by label rv=0", Collection + "&labelSelector=tier%3Drare&resourceVersion=0");
    private static readonly HttpQuestion Get = new("get rv=0", BenchPods.Path(7) + "?resourceVersion=0");
    private static readonly HttpQuestion NowGet = new("get", BenchPods.Path(7));
    private static readonly HttpQuestion GetAny = Get with { Name = "get rv=0, each another", Paths = [.. Enumerable.Range(0, Different).Select(i => BenchPods.Path(i) + "?resourceVersion=0")] };
    private readonly Goals _goals = new();

    public string Name => "metaserver";

    public string Question => "how does the MetaServer compare to the API server that feeds it, and what does it cost the node?";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wish = (Environment.GetEnvironmentVariable("BENCH_METASERVER") ?? "5000,4").Split(',');
        var (pods, turn) = (int.Parse(wish[0], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(wish[1], CultureInfo.InvariantCulture)));
        Console.WriteLine($"  edge daemon: {EdgeProgram.Description}");
        await using var plane = RealControlPlane.Missing is null ? await RealControlPlane.StartAsync(time, cancellationToken) : null;
        Console.WriteLine($"  API server: {(plane is null ? "the sandbox (its processor time includes the clients')" : "a kube-apiserver")}");
        await using var mesh = await BenchMesh.StartAsync([BenchPods.Node], plane, time, cancellationToken);
        var edge = mesh.Edges[0];
        var api = HttpTarget.Of("API server", mesh.KubeconfigPath, edge.KubeconfigPath, plane?.ApiServerProcessId ?? Environment.ProcessId);

        await FillAsync(mesh, pods, cancellationToken);
        foreach (var part in wish.Length > 2 ? wish[2..] : ["lists", "gets", "watches", "starts"])
        {
            await (part switch
            {
                "lists" => ListAsync(api, edge, pods, turn, cancellationToken),
                "gets" => GetAsync(api, edge, turn, cancellationToken),
                "watches" => WatchAsync(mesh, api, Target(edge), cancellationToken),
                "starts" => StartAsync(mesh, pods, cancellationToken),
                _ => throw new ArgumentException($"BENCH_METASERVER: there is no part '{part}'"),
            });
        }
        _goals.Print();
    }

    private async Task ListAsync(HttpTarget api, EdgeNode edge, int pods, TimeSpan turn, CancellationToken cancellationToken)
    {
        var lists = new List<Duel>();
        await using (var memory = new MemoryPeak(edge.Process.Id, time))
        {
            foreach (var connections in new[] { 1, 8 })
            {
                foreach (var question in new[] { List, ZipList, NowList, NowZipList, Rare })
                    lists.Add(await Duel.RunAsync(api, Target(edge), question, connections, turn, time, cancellationToken));
            }
            var grown = memory.Most.Private - memory.Start.Private;
            _goals.AtMost("growth of private memory while 8 clients list", 16, grown / 1048576.0, " MiB");
        }
        Grid.Print($"{pods} pods", [Duel.Header, .. lists.Select(duel => duel.Row())]);
        Judge(lists);
    }

    private async Task GetAsync(HttpTarget api, EdgeNode edge, TimeSpan turn, CancellationToken cancellationToken)
    {
        var gets = new List<Duel>();
        foreach (var (question, connections) in new[] { (Get, 1), (NowGet, 1), (Get, 8), (NowGet, 8), (GetAny, 8) })
            gets.Add(await Duel.RunAsync(api, Target(edge), question, connections, turn, time, cancellationToken));
        Grid.Print("One pod of them", [Duel.Header, .. gets.Select(duel => duel.Row())]);
        _goals.AtLeast("get, p50, a state that is held (rv=0) against the same of the API server", 10, gets[0].P50Ratio);
        _goals.AtLeast("get, p50, a state that is held (rv=0) against the API server's get", 10, gets[1].Api.P50 / gets[0].Local.P50);
        _goals.AtLeast("get, p50, proven to be of now", 10, gets[1].P50Ratio);
        _goals.AtLeast("get, rate with 8 connections, rv=0", 10, gets[2].RateRatio);
        _goals.AtLeast("get, rate with 8 connections, rv=0 against the API server's get", 10, gets[2].Local.Rate / gets[3].Api.Rate);
        _goals.AtLeast("get, rate with 8 connections, rv=0, each another, against the API server's get", 10, gets[4].Local.Rate / gets[3].Api.Rate);
    }

    private async Task StartAsync(Fleet mesh, int pods, CancellationToken cancellationToken)
    {
        await StartColdAsync(mesh, pods, cancellationToken);
        await HoldAsync(mesh.Edges[0], pods, cancellationToken);
    }

    private static HttpTarget Target(EdgeNode edge) => HttpTarget.Of("MetaServer", edge.KubeconfigPath, edge.KubeconfigPath, edge.Process.Id);

    private void Judge(List<Duel> lists)
    {
        foreach (var duel in lists.Where(duel => duel.Connections == 8 && duel.Question != Rare))
        {
            _goals.AtLeast($"{duel.Question.Name}, 8 connections, rate", 6, duel.RateRatio);
            _goals.AtLeast($"{duel.Question.Name}, 8 connections, per CPU second", 10, duel.CpuRatio);
        }
        var (plain, packed) = (lists.First(duel => duel is { Connections: 8 } && duel.Question == List), lists.First(duel => duel is { Connections: 8 } && duel.Question == ZipList));
        _goals.AtMost("a gzip list's processor time, in plain ones", 1, packed.Local.CpuPerAnswer / plain.Local.CpuPerAnswer, "");
    }

    /// <summary>Makes the pods in steps, and looks at the memory of a daemon that holds so many and has nothing to do.</summary>
    private async Task FillAsync(Fleet mesh, int pods, CancellationToken cancellationToken)
    {
        List<string[]> rows = [["objects held", "resident MiB", "private MiB"]];
        var made = 0;
        foreach (var step in new[] { 500, 1000, 5000, pods }.Where(step => step <= pods).Distinct())
        {
            await BenchPods.CreateAsync(mesh.Cluster, made, made = step, cancellationToken);
            await RunningAsync(mesh.Edges[0], step, cancellationToken);
            await Task.Delay(Settling, time, cancellationToken);
            var memory = ProcessMemory.Of(mesh.Edges[0].Process.Id);
            rows.Add([$"{step}", $"{memory.Resident / 1048576.0:0.0}", $"{memory.Private / 1048576.0:0.0}"]);
            if (step == 1000) _goals.AtMost("resident with 1,000 objects held", 48, memory.Resident / 1048576.0, " MiB");
            if (step == 5000) _goals.AtMost("private with 5,000 objects held", 64, memory.Private / 1048576.0, " MiB");
        }
        Grid.Print("Memory of an idle daemon that has just received them", rows);
    }

    /// <summary>Waits until the edge holds so many pods that run: then nothing changes any more.</summary>
    private async Task RunningAsync(EdgeNode edge, int pods, CancellationToken cancellationToken)
    {
        using var client = Target(edge).Connect();
        var question = new HttpQuestion("", $"/api/v1/pods?resourceVersion=0&fieldSelector=spec.nodeName%3D{BenchPods.Node}%2Cstatus.phase%3DRunning");
        var start = time.GetTimestamp();
        while (true)
        {
            using var answer = await question.OpenAsync(client, cancellationToken);
            using var list = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellationToken), cancellationToken: cancellationToken);
            if (list.RootElement.GetProperty("items"u8).GetArrayLength() > pods) return;
            if (time.GetElapsedTime(start) > Patience) throw new TimeoutException($"{edge.Name} does not hold {pods} running pods after {Patience.TotalMinutes:0} minutes");
            await Task.Delay(Step, time, cancellationToken);
        }
    }

    private async Task WatchAsync(Fleet mesh, HttpTarget api, HttpTarget local, CancellationToken cancellationToken)
    {
        var (direct, here) = (new WatchFan(api, mesh.Cluster, time), new WatchFan(local, mesh.Cluster, time));
        await direct.RunAsync(Watchers, Collection, BenchPods.Path(7), cancellationToken);
        await here.RunAsync(Watchers, Collection, BenchPods.Path(7), cancellationToken);
        Grid.Print(
            $"{Watchers} watchers of one change, from before the write; the MetaServer's way leads through the cloud",
            [["watch at", "first p50 ms", "first to last p50 ms", "last p50 ms", "last p99 ms", "CPU ms/change"], direct.Row(api.Name), here.Row(local.Name)]);
        _goals.AtMost("200 watchers, first to last, in the API server's", 1, here.Spread.Percentile(0.5) / direct.Spread.Percentile(0.5), "");
    }

    private async Task StartColdAsync(Fleet mesh, int pods, CancellationToken cancellationToken)
    {
        var edge = mesh.Edges[0];
        await mesh.Cloud.KillAsync();
        List<string[]> rows = [["first list after a cold start, offline", "p50 ms", "worst ms"]];
        foreach (var question in new[] { List, ZipList })
        {
            var cold = await new ColdStart(edge, () => Target(edge), time).MeasureAsync(question, ColdStarts, cancellationToken);
            rows.Add([question.Name, $"{cold.Percentile(0.5):0}", $"{cold.Percentile(1):0}"]);
            _goals.AtMost($"cold start to the first correct list of {pods}, {question.Name}, p50", 250, cold.Percentile(0.5), " ms");
        }
        Grid.Print("Cold start", rows);
    }

    /// <summary>What a daemon needs that has been started anew, before anybody has asked, after a list, and after one that was compressed.</summary>
    private async Task HoldAsync(EdgeNode edge, int pods, CancellationToken cancellationToken)
    {
        List<string[]> rows = [["objects held", "started: resident MiB", "private MiB", "listed: resident MiB", "private MiB", "listed gzip: resident MiB", "private MiB"]];
        foreach (var held in new[] { pods, Math.Max(pods, 20_000) }.Distinct())
        {
            await edge.KillAsync();
            StoreFiller.Fill(edge.DataDirectory, held, time);
            edge.Start();
            List<string> row = [$"{held}"];
            await ServesAsync(edge, new HttpQuestion("", BenchPods.Path(7) + "?resourceVersion=0"), row, cancellationToken);
            await ServesAsync(edge, List, row, cancellationToken);
            await ServesAsync(edge, ZipList, row, cancellationToken);
            rows.Add([.. row]);
        }
        Grid.Print("Memory of an idle daemon that has been restarted, offline", rows);
    }

    /// <summary>Asks until it is answered, and adds what the daemon needs a while later.</summary>
    private async Task ServesAsync(EdgeNode edge, HttpQuestion question, List<string> row, CancellationToken cancellationToken)
    {
        using var client = Target(edge).Connect();
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await question.AskAsync(client, new byte[1 << 18], cancellationToken);
                break;
            }
            catch (HttpRequestException) when (time.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(Step, time, cancellationToken);
            }
        }
        await Task.Delay(Settling, time, cancellationToken);
        var memory = ProcessMemory.Of(edge.Process.Id);
        row.AddRange([$"{memory.Resident / 1048576.0:0.0}", $"{memory.Private / 1048576.0:0.0}"]);
    }
}
