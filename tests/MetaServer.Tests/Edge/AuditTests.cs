using System.Collections.Immutable;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>Who asked what, by whom it was answered, and nothing that must not be known.</summary>
public sealed class AuditTests : IAsyncLifetime
{
    private const int Lost = 1240;
    private const int Failed = 1241;

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-audit-");
    private EdgeServer _edge = null!;

    private string Log => Path.Combine(_directory.FullName, "audit.log");

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync(context => context.Response.WriteAsync("cloud"), audit: options => (options.Path, options.MaxBytes, options.MaxFiles) = (Log, 64 << 10, 2));
        _edge.Grant("""[{"verbs":["get","list","watch","create"],"apiGroups":[""],"resources":["pods","pods/exec","secrets"]}]""");
        _edge.Store.Put(Objects.Secrets, "shop/safe", """ "data":{"key":"dHJlYXN1cmU="} """);
        _edge.Store.Complete(Objects.Secrets.Resource);
        _edge.Store.Complete(Objects.Pods.Resource);
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Audit_Request_SaysWhoWhatVerdictAndFromWhere()
    {
        using (await _edge.Http.AskAsync("/api/v1/namespaces/shop/secrets/safe?resourceVersion=0", headers: ("User-Agent", "till/1 \"x\""))) { }
        using (await _edge.Http.AskAsync("/api/v1/namespaces/shop/services")) { }
        using (await _edge.Http.AskAsync("/api/v1/namespaces/shop/pods/a/exec?command=print-my-password", method: HttpMethod.Post)) { }
        using (var stranger = _edge.Client()) await stranger.GetFailureAsync("/api/v1/pods/../x?token=abc", 400);
        using (var stranger = _edge.Client()) await stranger.GetFailureAsync("/version", 401);
        using (await _edge.Http.AskAsync("/healthz")) { }
        using (await _edge.Http.AskAsync("/api/v1/namespaces/shop/pods?watch=1&resourceVersion=0&timeoutSeconds=1")) { }
        var lines = await LinesAsync(8);
        Assert.Equal(
            ["get 200 allow cache", "list 403 forbid ", "create 200 allow cloud", "create 200 allow cloud", "get 400  ", "get 401  ", "watch 200 allow cache", "watch 200 allow cache"],
            lines.Select(line => $"{line["verb"]} {line["responseStatus"]!["code"]} {line["annotations"]!["authorization.k8s.io/decision"]} {line["annotations"]!["edgemesh.kubeedge.io/answered-by"]}"));
        Assert.Equal(["ResponseStarted", "ResponseComplete"], lines[^2..].Select(line => (string?)line["stage"]));
        Assert.All(lines, line => Assert.Equal("audit.k8s.io/v1", (string?)line["apiVersion"]));
        Assert.Equal("system:serviceaccount:shop:till", (string?)lines[0]["user"]!["username"]);
        Assert.Equal("system:anonymous", (string?)lines[5]["user"]!["username"]);
        Assert.Equal("""{"resource":"secrets","namespace":"shop","name":"safe","apiVersion":"v1"}""", lines[0]["objectRef"]!.ToJsonString());
        Assert.Equal("/api/v1/namespaces/shop/secrets/safe?resourceVersion=0", (string?)lines[0]["requestURI"]);
        var text = await File.ReadAllTextAsync(Log, TestContext.Current.CancellationToken);
        foreach (var secret in (string[])[_edge.Token, _edge.Token.Split('.')[2], "dHJlYXN1cmU=", "print-my-password", "token=abc"])
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Fact]
    public void Audit_File_MakesWayBySize_AndKeepsAsManyAsItMay()
    {
        using (var file = new AuditFile(new AuditOptions { Path = Log, MaxBytes = 100, MaxFiles = 2 }))
        {
            for (var i = 0; i < 10; i++) file.Append([.. new byte[59], (byte)i]);
        }
        Assert.Equal(["audit.log", "audit.log.1", "audit.log.2"], _directory.GetFiles().Select(found => found.Name).Order(StringComparer.Ordinal));
        Assert.Equal([9, 8, 7], new[] { Log, Log + ".1", Log + ".2" }.Select(name => (int)File.ReadAllBytes(name)[^1]));
        using (var again = new AuditFile(new AuditOptions { Path = Log, MaxBytes = 1_000, MaxFiles = 2 })) again.Append([1]);
        Assert.Equal(61, new FileInfo(Log).Length);
    }

    /// <summary>Where something stands in the way, which may be gone the next time.</summary>
    [Fact]
    public void Audit_File_ThatCannotMakeWay_IsTriedAgain()
    {
        Directory.CreateDirectory(Log + ".1/full");
        using var file = new AuditFile(new AuditOptions { Path = Log, MaxBytes = 100, MaxFiles = 1 });
        file.Append(new byte[60]);
        for (var i = 0; i < 3; i++) Assert.True(Record.Exception(() => file.Append(new byte[60])) is IOException or UnauthorizedAccessException);
        Directory.Delete(Log + ".1", recursive: true);
        file.Append([1, 2]);
        Assert.Equal(62, new FileInfo(Log).Length);
        file.Append(new byte[60]);
        Assert.Equal((60, 62), (new FileInfo(Log).Length, new FileInfo(Log + ".1").Length));
    }

    [Fact]
    public async Task Audit_FullDisk_LosesNothingThatTheQueueHolds()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("no /dev/full here");
        File.CreateSymbolicLink(Log + "2", "/dev/full");
        var (time, told) = (new FakeTimeProvider(), new Told());
        using var log = New(Log + "2", time, told);
        await log.StartAsync(TestContext.Current.CancellationToken);
        log.Completed(new DefaultHttpContext(), log.Begin("first")!);
        await Eventually.TrueAsync(() => told.Events.Contains(Failed));
        log.Completed(new DefaultHttpContext(), log.Begin("second")!);
        File.Delete(Log + "2");
        await Eventually.TrueAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(11));
            return File.Exists(Log + "2") && File.ReadLines(Log + "2").Count() == 2;
        });
        await log.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["first", "second"], File.ReadLines(Log + "2").Select(line => (string?)JsonNode.Parse(line)!["auditID"]));
        Assert.DoesNotContain(Lost, told.Events);
    }

    /// <summary>Nobody lets the time pass here: whatever waits for it waits for ever.</summary>
    [Fact]
    public async Task Audit_Stopped_WhileTheDiskFails_EndsAtOnce_AndSaysWhatIsLost()
    {
        var told = new Told();
        using var log = New(Path.Combine(_directory.FullName, "missing", "audit.log"), new FakeTimeProvider(), told);
        await log.StartAsync(TestContext.Current.CancellationToken);
        log.Completed(new DefaultHttpContext(), log.Begin("first")!);
        await Eventually.TrueAsync(() => told.Events.Contains(Failed));
        await log.StopAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
        Assert.True(log.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(Lost, told.Events[^1]);
    }

    private AuditLog New(string path, TimeProvider time, Told told) =>
        new(Options.Create(new AuditOptions { Path = path }), new ClusterClock(time, _edge.Store), told);

    private async Task<List<JsonNode>> LinesAsync(int count)
    {
        await Eventually.TrueAsync(() => File.Exists(Log) && Read().Length >= count);
        // A client may have its answer before the server has done with the request.
        return [.. Read().Select(line => JsonNode.Parse(line)!).OrderBy(line => (string?)line["requestReceivedTimestamp"], StringComparer.Ordinal)
            .ThenByDescending(line => (string?)line["stage"], StringComparer.Ordinal)];

        string[] Read()
        {
            using var reader = new StreamReader(new FileStream(Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }

    private sealed class Told : ILogger<AuditLog>
    {
        private ImmutableList<int> _events = [];

        public ImmutableList<int> Events => _events;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            ImmutableInterlocked.Update(ref _events, (known, id) => known.Add(id), eventId.Id);
    }
}
