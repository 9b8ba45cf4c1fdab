namespace KubeEdge.EdgeMesh.Edge.MetaServer.Recency;

/// <summary>One of those who share an answer.</summary>
/// <param name="answer">The answer.</param>
/// <param name="leave">Called once, when this one needs it no longer.</param>
internal sealed class SharedAnswer<TAnswer>(Task<TAnswer> answer, Action leave) : IDisposable
{
    private Action? _leave = leave;

    /// <summary>The answer, or why there is none.</summary>
    public Task<TAnswer> Answer => answer;

    /// <summary>Whoever asked has been served, or asks again.</summary>
    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
