using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>
/// What watchers made of an event, made once for all of them. An event as it is needs nothing: its bytes go out between two constants.
/// </summary>
internal sealed class EventForms
{
    private byte[]? _leaving;

    /// <summary>The previous object at the event's revision: what a watcher is told whose selector the object no longer matches.</summary>
    public static ReadOnlySpan<byte> Leaving(StoredEvent change)
    {
        var forms = change.Encoding(static _ => new EventForms());
        return forms._leaving ??= RawJson.WithResourceVersion(change.Previous.Span, change.Revision);
    }
}
