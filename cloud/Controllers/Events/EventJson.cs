using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>Events as <c>events.k8s.io/v1</c> wants them.</summary>
internal static class EventJson
{
    private const int MaxNote = 1024;
    private const int MaxInstance = 128;

    /// <summary>Where the Event lives: with its object, or in <c>default</c>.</summary>
    public static string NamespaceOf(EventNote note) => note.Regarding.Namespace is { Length: > 0 } ns ? ns : "default";

    public static JsonObject New(EventSeries series, string instance)
    {
        var note = series.Note;
        var json = new JsonObject
        {
            ["apiVersion"] = "events.k8s.io/v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["namespace"] = NamespaceOf(note), ["name"] = series.Name },
            ["eventTime"] = Time(series.LastSeen),
            ["reportingController"] = "edgemesh-cloud",
            ["reportingInstance"] = instance.Length <= MaxInstance ? instance : instance[..MaxInstance],
            ["type"] = note.Type.ToString(),
            ["reason"] = note.Reason,
            ["action"] = note.Action,
            ["note"] = Cut(note.Note),
            ["regarding"] = note.Regarding.ToJson(),
        };
        if (note.Related is not null)
            json["related"] = note.Related.ToJson();
        return json;
    }

    /// <summary>The patch that brings the count up to date.</summary>
    public static JsonObject Count(EventSeries series) => new()
    {
        ["series"] = new JsonObject { ["count"] = series.Count, ["lastObservedTime"] = Time(series.LastSeen) },
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Cut(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= MaxNote)
            return note;

        var text = new StringBuilder();
        var bytes = 3;
        foreach (var rune in note.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MaxNote)
                break;
            text.Append(rune.ToString());
        }

        return text.Append('…').ToString();
    }
}
