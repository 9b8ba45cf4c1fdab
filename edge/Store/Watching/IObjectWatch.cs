using System.Diagnostics.CodeAnalysis;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>One reader's view of a collection's changes.</summary>
public interface IObjectWatch : IDisposable
{
    /// <summary>Takes the next change where one is at hand.</summary>
    bool TryRead([NotNullWhen(true)] out StoredEvent? change);

    /// <summary>
    /// Waits until <see cref="TryRead"/> has something. False where the watch has ended: the reader was too slow, the log was cut
    /// below it, or the collection was forgotten. It must then close its connection, without an ERROR event, so that its client resumes.
    /// </summary>
    ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken);
}
