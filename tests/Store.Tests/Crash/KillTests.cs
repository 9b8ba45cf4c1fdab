using System.Diagnostics;
using System.Globalization;
using System.Text;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Store.Tests.Crash;

public sealed class KillTests
{
    /// <summary>Invariant 8.</summary>
    [Fact]
    public async Task Kill_InTheMiddleOfWrites_LosesNothingAcknowledged()
    {
        var directory = Directory.CreateTempSubdirectory("edgemesh-kill-").FullName;
        var random = new Random(20261122);
        try
        {
            for (var round = 0; round < 8; round++) Check(directory, await WriteAndKillAsync(directory, random.Next(20, 400)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<long> WriteAndKillAsync(string directory, int acknowledgements)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet") start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        start.ArgumentList.Add(CrashWriter.Argument);
        start.ArgumentList.Add(directory);
        using var writer = Process.Start(start)!;
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            timeout.CancelAfter(TimeSpan.FromSeconds(60));
            var last = 0L;
            for (var i = 0; i < acknowledgements; i++)
            {
                var line = await writer.StandardOutput.ReadLineAsync(timeout.Token);
                Assert.NotNull(line);
                last = long.Parse(line, CultureInfo.InvariantCulture);
            }
            writer.Kill();
            await writer.WaitForExitAsync(timeout.Token);
            // What was said before the kill counts, read or not.
            while (await writer.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                if (long.TryParse(line, CultureInfo.InvariantCulture, out var more)) last = Math.Max(last, more);
            }
            return last;
        }
        finally
        {
            if (!writer.HasExited) writer.Kill();
        }
    }

    private static void Check(string directory, long acknowledged)
    {
        using var store = ObjectStore.Open(CrashWriter.Options(directory), TimeProvider.System, NullLogger.Instance);
        Assert.Empty(Directory.GetFiles(directory, "*damaged*"));
        Assert.True(store.Revision >= acknowledged, $"revision {store.Revision} < acknowledged {acknowledged}");
        var position = store.Transact(t => t.GetNote("position"));
        Assert.Equal(store.Revision, long.Parse(Encoding.ASCII.GetString(position!), CultureInfo.InvariantCulture));

        var (pods, slices) = Expected(store.Revision);
        Assert.Equal(pods, Revisions(store, TestStore.Pods));
        Assert.Equal(slices, Revisions(store, TestStore.Slices));
        Assert.Equal(pods.Count, store.Find(TestStore.Pods)!.Count);
    }

    /// <summary>What the writer makes of the revisions up to the last one.</summary>
    private static (SortedDictionary<string, long> Pods, SortedDictionary<string, long> Slices) Expected(long last)
    {
        SortedDictionary<string, long> pods = new(StringComparer.Ordinal), slices = new(StringComparer.Ordinal);
        for (long revision = 1; revision <= last; revision++)
        {
            pods[$"a/{revision % CrashWriter.Keys}"] = revision;
            slices[$"b/{revision % CrashWriter.Keys}"] = revision;
            if (revision % 7 == 0) pods.Remove($"a/{(revision + 1) % CrashWriter.Keys}");
        }
        return (pods, slices);
    }

    private static SortedDictionary<string, long> Revisions(ObjectStore store, Proto.ApiMachinery.Resources.GroupVersionResource resource)
    {
        var revisions = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var cursor = store.OpenList(new ListQuery(resource, store.Latest(resource)));
        while (cursor.MoveNext()) revisions.Add(cursor.Key.ToString(), cursor.Revision);
        return revisions;
    }
}
