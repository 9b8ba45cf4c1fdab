namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>The same question over and over, to one server, in one or more turns.</summary>
internal sealed class HttpLoad(HttpTarget target, HttpQuestion question, int connections, TimeProvider time)
{
    private readonly Sample _sample = new();
    private TimeSpan _elapsed;
    private TimeSpan _processor;
    private long _bytes;
    private int _old;

    /// <summary>Answers a second.</summary>
    public double Rate => _sample.Count / _elapsed.TotalSeconds;

    /// <summary>The server's processor time for one answer, in milliseconds.</summary>
    public double CpuPerAnswer => _processor.TotalMilliseconds / _sample.Count;

    /// <summary>The middle duration, in milliseconds.</summary>
    public double P50 => _sample.Percentile(0.5);

    /// <summary>All but one in a hundred are shorter, in milliseconds.</summary>
    public double P99 => _sample.Percentile(0.99);

    /// <summary>The size of one body on the wire.</summary>
    public long Bytes => _bytes;

    /// <summary>How many answers said of themselves that they may be old: nobody could be asked in time.</summary>
    public int Old => _old;

    /// <summary>One turn: so long, and to the end of what is under way then. The first answer of each connection is not counted.</summary>
    public async Task RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var clients = new List<WireClient>();
        try
        {
            for (var i = 0; i < connections; i++) clients.Add(new WireClient(target, question, (double)i / connections));
            await Task.WhenAll(clients.Select(client => OnItsOwn(() => (_bytes, _) = client.Ask())));
            var before = ProcessCpu.Of(target.ProcessId);
            var start = time.GetTimestamp();
            await Task.WhenAll(clients.Select(client => OnItsOwn(() => Ask(client, start, duration, cancellationToken))));
            _elapsed += time.GetElapsedTime(start);
            _processor += ProcessCpu.Of(target.ProcessId) - before;
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    /// <summary>A thread for each connection: nobody who asks waits for another to be woken.</summary>
    private static Task OnItsOwn(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Ask(WireClient client, long start, TimeSpan duration, CancellationToken cancellationToken)
    {
        while (time.GetElapsedTime(start) < duration)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var sent = time.GetTimestamp();
            var (_, isOld) = client.Ask();
            _sample.Add(time.GetElapsedTime(sent));
            if (isOld) Interlocked.Increment(ref _old);
        }
    }
}
