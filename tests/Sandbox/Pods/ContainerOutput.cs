using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Pods;

/// <summary>The last lines that one container printed, and those who wait for more.</summary>
internal sealed class ContainerOutput
{
    private const int MostLines = 1_000;
    private readonly Lock _turn = new();
    private readonly List<(string Time, string Text)> _lines = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _dropped;
    private bool _isClosed;

    public void Append(DateTimeOffset time, string text)
    {
        lock (_turn)
        {
            _lines.Add((Timestamps.Micros(time), text));
            if (_lines.Count > MostLines)
            {
                _lines.RemoveAt(0);
                _dropped++;
            }
            _more.TrySetResult();
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>No more will come.</summary>
    public void Close()
    {
        lock (_turn)
        {
            _isClosed = true;
            _more.TrySetResult();
        }
    }

    /// <summary>
    /// The lines from number <paramref name="from"/> on, the number from which to read next, and what completes when there are more; null
    /// where there never will be.
    /// </summary>
    public (IReadOnlyList<(string Time, string Text)> Lines, long Next, Task? More) Read(long from)
    {
        lock (_turn)
        {
            var skip = (int)Math.Clamp(from - _dropped, 0, _lines.Count);
            return ([.. _lines.Skip(skip)], _dropped + _lines.Count, _isClosed ? null : _more.Task);
        }
    }
}
