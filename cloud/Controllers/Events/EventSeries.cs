namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>An Event that was written, and how often it has happened since.</summary>
internal sealed class EventSeries(EventNote note, string name, DateTimeOffset now)
{
    public EventNote Note => note;

    /// <summary>The Event's <c>metadata.name</c>.</summary>
    public string Name => name;

    /// <summary>How often it happened, the first time included.</summary>
    public int Count { get; private set; } = 1;

    public DateTimeOffset LastSeen { get; private set; } = now;

    public DateTimeOffset LastWritten { get; private set; } = now;

    /// <summary>Whether it happened since it was written last.</summary>
    public bool IsBehind { get; private set; }

    public void Happened(DateTimeOffset at) => (Count, LastSeen, IsBehind) = (Count + 1, at, true);

    public void Written(DateTimeOffset at) => (LastWritten, IsBehind) = (at, false);
}
