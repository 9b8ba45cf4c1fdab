using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.Store.Link;

/// <summary>In memory only: it is of the stream that is up.</summary>
internal sealed class ProgressBook : IProgress, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<GroupVersionResource, long> _reached = [];
    private readonly HashSet<GroupVersionResource> _questions = [];
    private readonly SemaphoreSlim _asked = new(0, 1);

    public long Reached(GroupVersionResource resource)
    {
        lock (_gate) return _reached.GetValueOrDefault(resource);
    }

    public void Ask(GroupVersionResource resource)
    {
        lock (_gate)
        {
            if (!_questions.Add(resource) || _questions.Count > 1) return;
            if (_asked.CurrentCount == 0) _asked.Release();
        }
    }

    public async ValueTask<IReadOnlyList<GroupVersionResource>> TakeQuestionsAsync(CancellationToken cancellationToken)
    {
        await _asked.WaitAsync(cancellationToken);
        lock (_gate)
        {
            GroupVersionResource[] taken = [.. _questions];
            _questions.Clear();
            return taken;
        }
    }

    public void Tell(GroupVersionResource resource, long revision)
    {
        lock (_gate) _reached[resource] = Math.Max(_reached.GetValueOrDefault(resource), revision);
    }

    public void Begin()
    {
        lock (_gate) _reached.Clear();
    }

    public void Dispose() => _asked.Dispose();
}
