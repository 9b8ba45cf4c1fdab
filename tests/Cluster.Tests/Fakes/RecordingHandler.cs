using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Fakes;

/// <summary>Writes down what it hears, and lets a test wait for it.</summary>
public sealed class RecordingHandler : IRawObjectHandler
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly Lock _gate = new();
    private readonly List<string> _heard = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;

    public IReadOnlyList<string> Heard
    {
        get
        {
            lock (_gate)
                return [.. _heard];
        }
    }

    /// <summary>What was heard, without the progress.</summary>
    public IReadOnlyList<string> Changes => [.. Heard.Where(line => !line.StartsWith("progress", StringComparison.Ordinal))];

    /// <summary>The objects as they were last told.</summary>
    public ConcurrentDictionary<string, RawObject> Held { get; } = [];

    /// <summary>Runs within each call.</summary>
    public Action<string>? Inside { get; set; }

    public void Upserted(RawObject current, RawObject? previous)
    {
        Held[current.Key.ToString()] = current;
        Hear(previous is null ? $"new {current.Key} {current.Revision}" : $"changed {current.Key} {previous.Revision}->{current.Revision}");
    }

    public void Deleted(RawObject last, long revision)
    {
        Held.TryRemove(last.Key.ToString(), out _);
        Hear($"gone {last.Key} {revision}");
    }

    public void Progressed(long revision) => Hear($"progress {revision}");

    public string Text(string key) => Encoding.UTF8.GetString(Held[key].Json.Span);

    public Task ForAsync(string line) => UntilAsync(heard => heard.Contains(line), line);

    public async Task UntilAsync(Func<IReadOnlyList<string>, bool> holds, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            Task news;
            lock (_gate)
                news = _news.Task;
            if (holds(Heard))
                return;
            var left = Limit - Stopwatch.GetElapsedTime(start);
            try
            {
                await news.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, TestContext.Current.CancellationToken);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"did not hear: {what}; heard: {string.Join(" | ", Heard)}");
            }
        }
    }

    private void Hear(string line)
    {
        Assert.Equal(1, Interlocked.Increment(ref _inside));
        lock (_gate)
        {
            _heard.Add(line);
            var news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            news.SetResult();
        }

        try
        {
            Inside?.Invoke(line);
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
