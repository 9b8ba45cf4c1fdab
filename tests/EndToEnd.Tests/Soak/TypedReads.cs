using k8s;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>The two calls of the C# client that an informer of one kind needs.</summary>
/// <param name="ListAsync">Everything, from the server's cache, and its version.</param>
/// <param name="Watch">The changes after a version, for so many seconds. The client says faults to a callback, and goes on.</param>
internal sealed record TypedReads<T>(
    Func<CancellationToken, Task<(string Version, IEnumerable<T> Items)>> ListAsync,
    Func<string, int, Action<Exception>, CancellationToken, IAsyncEnumerable<(WatchEventType Type, T Value)>> Watch);
