using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>The cluster itself: every event has the next revision, and is told to those who follow.</summary>
internal sealed class Truth
{
    /// <summary>Something that happened.</summary>
    /// <param name="Collection">Where.</param>
    /// <param name="Key">To which object.</param>
    /// <param name="Fact">What it is now; null where it is gone.</param>
    /// <param name="Revision">When.</param>
    internal sealed record Happening(GroupVersionResource Collection, ObjectKey Key, Fact? Fact, long Revision);

    public long Revision { get; private set; } = 100;

    public Heard Now { get; } = new();

    public event Action<Happening>? Happened;

    public void Put(Fact fact)
    {
        fact = fact with { Revision = ++Revision };
        Now.Put(fact);
        Happened?.Invoke(new Happening(Heard.Of(fact), fact.Key, fact, Revision));
    }

    public void Delete(GroupVersionResource collection, ObjectKey key)
    {
        if (Now.Remove(collection, key)) Happened?.Invoke(new Happening(collection, key, null, ++Revision));
    }

    /// <summary>Something happened in a collection that nobody follows.</summary>
    public void Elsewhere() => Revision++;
}
