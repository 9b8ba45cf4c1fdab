using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>Grants what was allowed to it.</summary>
internal sealed class FakeAuthorizer : IInterestAuthorizer
{
    private int _questions;

    private readonly ConcurrentDictionary<(string User, string Collection), bool> _allowed = new();

    public void Allow(string user, string collection) => _allowed[(user, collection)] = true;

    public void Forbid(string user, string collection) => _allowed.TryRemove((user, collection), out _);

    /// <summary>While set, nothing can be decided.</summary>
    public bool Failing { get; set; }

    public int Questions => Volatile.Read(ref _questions);

    public ValueTask<InterestDecision> DecideAsync(string user, GroupVersionResource collection, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _questions);
        if (Failing) throw new HttpRequestException("the API server is away");
        return ValueTask.FromResult(_allowed.ContainsKey((user, collection.ToString()))
            ? new InterestDecision(true, "")
            : new InterestDecision(false, $"{user} may not list {collection}"));
    }
}
