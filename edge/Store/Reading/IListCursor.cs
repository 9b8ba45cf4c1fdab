using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.Store.Reading;

/// <summary>Steps through a list. Not thread-safe; keep it open briefly, it holds a connection.</summary>
public interface IListCursor : IDisposable
{
    /// <summary>Steps to the next object; false at the end.</summary>
    bool MoveNext();

    /// <summary>The current object's key.</summary>
    ObjectKey Key { get; }

    /// <summary>The same as its text, <c>namespace/name</c>, without a copy: valid as long as <see cref="Json"/>. Lists are in the order of its bytes.</summary>
    ReadOnlySpan<byte> KeyText { get; }

    /// <summary>The current object's revision.</summary>
    long Revision { get; }

    /// <summary>The sequence of the change that made this version. It names the version: whatever else changes, its JSON is always the same.</summary>
    long Sequence { get; }

    /// <summary>How long the JSON is, in bytes; known without reading it.</summary>
    int Size { get; }

    /// <summary>
    /// The current object's JSON, without a copy: valid until the next <see cref="MoveNext"/> or <see cref="IDisposable.Dispose"/>. Empty where
    /// the query asked for versions only.
    /// </summary>
    ReadOnlySpan<byte> Json { get; }
}
