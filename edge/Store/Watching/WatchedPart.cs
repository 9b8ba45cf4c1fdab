using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Watching;

/// <summary>
/// What a watcher shows of a collection. It is given every change all the same; the store asks only which objects nobody would be shown when they come into
/// sight, since those may keep a version that lies below what the collection has served.
/// </summary>
/// <param name="Namespace">The one namespace; empty for all.</param>
/// <param name="Name">The one name; empty for all.</param>
/// <param name="Sees">Decides on an object whose key fits; null for all of them.</param>
public sealed record WatchedPart(string Namespace, string Name, ObjectSight? Sees)
{
    /// <summary>Everything.</summary>
    public static WatchedPart Whole { get; } = new("", "", null);

    /// <summary>Whether an object of this key may be in it.</summary>
    internal bool MayHold(ObjectKey key) => (Namespace.Length == 0 || key.Namespace == Namespace) && (Name.Length == 0 || key.Name == Name);
}
