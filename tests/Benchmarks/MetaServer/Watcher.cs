using KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.MetaServer;

/// <summary>One open watch, which waits for an event with a mark in it.</summary>
internal sealed class Watcher
{
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private string _mark = "";
    private TaskCompletionSource<long>? _arrival;

    private Watcher(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = time;
        Ended = ReadAsync(response, cancellationToken);
    }

    /// <summary>Completes when the watch is over.</summary>
    public Task Ended { get; }

    public static async Task<Watcher> OpenAsync(HttpClient client, string path, TimeProvider time, CancellationToken cancellationToken) =>
        new(await new HttpQuestion("watch", path).OpenAsync(client, cancellationToken), time, cancellationToken);

    /// <summary>The time stamp at which an event with this mark was read.</summary>
    public Task<long> WaitAsync(string mark)
    {
        lock (_gate)
        {
            _mark = $"\"{mark}\"";
            _arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _arrival.Task;
        }
    }

    private async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var answer = response;
        try
        {
            using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
            while (await lines.ReadLineAsync(cancellationToken) is { } line) Note(line);
            Fail(new IOException("the watch ended"));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The measurement is over.
        }
        catch (IOException fault)
        {
            Fail(fault);
        }
    }

    private void Note(string line)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            if (_mark.Length > 0 && line.Contains(_mark, StringComparison.Ordinal)) _arrival!.TrySetResult(now);
        }
    }

    private void Fail(Exception fault)
    {
        lock (_gate) _arrival?.TrySetException(fault);
    }
}
