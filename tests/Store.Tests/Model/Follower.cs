using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Watching;

namespace KubeEdge.EdgeMesh.Store.Tests.Model;

/// <summary>A watch, and where it stands in the life of the collection that it follows.</summary>
internal sealed class Follower(int collection, ModelCollection life, int position, long sequence, ObjectStore store)
{
    private long _sequence = sequence;

    public int Collection { get; } = collection;

    public ModelCollection Life { get; } = life;

    /// <summary>How many changes of the life it has seen, those before it was opened included.</summary>
    public int Position { get; private set; } = position;

    public IObjectWatch Watch { get; } = store.Watch(ModelRun.Resources[collection], sequence);

    public void Read(StoredEvent change)
    {
        Assert.True(change.Sequence > _sequence);
        _sequence = change.Sequence;
        Position++;
    }

    /// <summary>The same reader after a restart of the store.</summary>
    public Follower Resume(ObjectStore reopened)
    {
        Watch.Dispose();
        return new Follower(Collection, Life, Position, _sequence, reopened);
    }
}
