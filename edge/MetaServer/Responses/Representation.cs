using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>
/// The form in which a client wants its objects. One instance serves one request. Raw objects come in and go out; what a form does not
/// show it does not read.
/// </summary>
internal abstract class Representation
{
    /// <summary>Begins a list, up to its first item.</summary>
    public abstract void WriteListStart(ResponseBody body, ListMeta meta);

    /// <summary>The next item of the list.</summary>
    public abstract void WriteItem(ResponseBody body, ReadOnlySpan<byte> json);

    /// <summary>Ends a list.</summary>
    public abstract void WriteListEnd(ResponseBody body);

    /// <summary>The answer to a get.</summary>
    public abstract void WriteObject(ResponseBody body, ReadOnlySpan<byte> json);

    /// <summary>The object of a watch event.</summary>
    protected abstract void WriteEventObject(ResponseBody body, ReadOnlySpan<byte> json);

    /// <summary>The object of a bookmark: of the watched kind, with nothing but its revision.</summary>
    protected abstract void WriteBookmarkObject(ResponseBody body, long revision, bool initialEventsEnd);

    /// <summary>One event of a watch, with its line feed.</summary>
    public void WriteEvent(ResponseBody body, WatchEventType type, ReadOnlySpan<byte> json)
    {
        body.Write(type switch
        {
            WatchEventType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
            WatchEventType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
            _ => "{\"type\":\"DELETED\",\"object\":"u8,
        });
        WriteEventObject(body, json);
        body.Write("}\n"u8);
    }

    /// <summary>A bookmark, with its line feed.</summary>
    public void WriteBookmark(ResponseBody body, long revision, bool initialEventsEnd)
    {
        body.Write("{\"type\":\"BOOKMARK\",\"object\":"u8);
        WriteBookmarkObject(body, revision, initialEventsEnd);
        body.Write("}\n"u8);
    }

    /// <summary>The metadata of a bookmark's object.</summary>
    protected static void WriteBookmarkMetadata(ResponseBody body, long revision, bool initialEventsEnd)
    {
        body.Write("{\"resourceVersion\":\""u8);
        body.WriteNumber(revision);
        body.Write("\""u8);
        if (initialEventsEnd) body.Write(",\"annotations\":{\"k8s.io/initial-events-end\":\"true\"}"u8);
        body.Write("}"u8);
    }
}
