namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

/// <summary>An object's place in its collection.</summary>
/// <param name="Namespace">Empty for a cluster-scoped object.</param>
/// <param name="Name">The object's name.</param>
public readonly record struct ObjectKey(string Namespace, string Name) : IComparable<ObjectKey>
{
    /// <summary>
    /// The order of a Kubernetes list: by the bytes of <c>namespace/name</c> as one string, so <c>a-b/x</c> stands before <c>a/x</c>.
    /// Names are ASCII, so ordinal comparison of characters is comparison of bytes.
    /// </summary>
    public int CompareTo(ObjectKey other) => string.CompareOrdinal(ToString(), other.ToString());

    /// <summary><c>namespace/name</c>, or the name alone where there is no namespace.</summary>
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";

    /// <summary>Whether the left key is listed before the right one.</summary>
    public static bool operator <(ObjectKey left, ObjectKey right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left key is listed after the right one.</summary>
    public static bool operator >(ObjectKey left, ObjectKey right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left key is not listed after the right one.</summary>
    public static bool operator <=(ObjectKey left, ObjectKey right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left key is not listed before the right one.</summary>
    public static bool operator >=(ObjectKey left, ObjectKey right) => left.CompareTo(right) >= 0;
}
