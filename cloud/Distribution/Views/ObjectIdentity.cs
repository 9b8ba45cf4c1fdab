using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>An object's name in the whole cluster, with its hash computed once: queues and tables look it up thousands of times.</summary>
internal sealed class ObjectIdentity(GroupVersionResource collection, ObjectKey key) : IEquatable<ObjectIdentity>
{
    private readonly int _hash = HashCode.Combine(collection.Resource, key);

    public GroupVersionResource Collection { get; } = collection;

    public ObjectKey Key { get; } = key;

    /// <summary>Decides the object's bucket; see proto/Wire/README.md.</summary>
    public ulong KeyHash { get; } = Digest.KeyHash(key.Namespace, key.Name);

    public bool Equals(ObjectIdentity? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Key == other.Key && Collection == other.Collection);

    public override bool Equals(object? obj) => Equals(obj as ObjectIdentity);

    public override int GetHashCode() => _hash;

    public override string ToString() => $"{Collection} {Key}";
}
