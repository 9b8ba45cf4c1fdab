using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>A list of nothing.</summary>
internal sealed class EmptyCursor : IListCursor
{
    public static EmptyCursor Instance { get; } = new();

    public ObjectKey Key => throw new InvalidOperationException("The list is empty.");

    public ReadOnlySpan<byte> KeyText => throw new InvalidOperationException("The list is empty.");

    public long Revision => throw new InvalidOperationException("The list is empty.");

    public long Sequence => throw new InvalidOperationException("The list is empty.");

    public int Size => throw new InvalidOperationException("The list is empty.");

    public ReadOnlySpan<byte> Json => throw new InvalidOperationException("The list is empty.");

    public bool MoveNext() => false;

    public void Dispose() { }
}
