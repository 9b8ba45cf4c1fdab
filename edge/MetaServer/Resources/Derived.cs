using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>
/// Something computed from whole collections, such as an index of role bindings. It is computed when first asked for and again when one of
/// its sources has changed; asking otherwise costs a look at each source's last change.
/// </summary>
/// <param name="reader">The store.</param>
/// <param name="compute">Computes it from the newest state. Must not fail because of a malformed object: it would hide all the others.</param>
/// <param name="sources">The collections it depends on.</param>
internal sealed class Derived<T>(IObjectReader reader, Func<IObjectReader, T> compute, params GroupVersionResource[] sources)
    where T : class
{
    private readonly Lock _gate = new();
    private volatile State? _state;

    /// <summary>The value for the newest state that had been published when it was asked for.</summary>
    public T Current
    {
        get
        {
            if (_state is { } known && IsCurrent(known)) return known.Value;
            lock (_gate)
            {
                if (_state is { } meanwhile && IsCurrent(meanwhile)) return meanwhile.Value;
                var state = Compute();
                _state = state;
                return state.Value;
            }
        }
    }

    private State Compute()
    {
        for (var attempt = 1; ; attempt++)
        {
            // The marks are taken first: a change during the computation makes the value old at once, and not unnoticed.
            var marks = new long[sources.Length];
            for (var i = 0; i < marks.Length; i++) marks[i] = reader.Latest(sources[i]).Sequence;
            try
            {
                return new State(compute(reader), marks);
            }
            catch (SnapshotExpiredException) when (attempt < 5)
            {
                // The collection was forgotten or cut while it was read: read what has taken its place.
            }
        }
    }

    private bool IsCurrent(State state)
    {
        for (var i = 0; i < sources.Length; i++)
        {
            if (reader.Latest(sources[i]).Sequence != state.Marks[i]) return false;
        }
        return true;
    }

    private sealed record State(T Value, long[] Marks);
}
