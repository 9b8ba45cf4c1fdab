using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>Steps through a list. Not thread-safe; keep it open briefly, it holds a connection.</summary>
public interface IListCursor : IDisposable
{
    /// <summary>Steps to the next object; false at the end.</summary>
    bool MoveNext();

    /// <summary>The current object's key.</summary>
    ObjectKey Key { get; }

    /// <summary>The current object's revision.</summary>
    long Revision { get; }

    /// <summary>The current object's JSON, without a copy: valid until the next <see cref="MoveNext"/> or <see cref="IDisposable.Dispose"/>.</summary>
    ReadOnlySpan<byte> Json { get; }
}
