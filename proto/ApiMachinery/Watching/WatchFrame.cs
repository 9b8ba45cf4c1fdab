using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

/// <summary>One event of a watch as it travels: a JSON object of type and object, and a line feed.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Json">The raw bytes of <c>object</c>.</param>
public readonly record struct WatchFrame(WatchEventType Type, ReadOnlyMemory<byte> Json)
{
    /// <summary>The annotation of the bookmark that ends the initial events.</summary>
    public const string InitialEventsEnd = "k8s.io/initial-events-end";

    /// <summary>Writes <c>{"type":"ADDED","object":…}</c> and a line feed; the object's bytes are copied as they are and must hold no line feed.</summary>
    public static byte[] Encode(WatchEventType type, ReadOnlySpan<byte> objectJson)
    {
        var prefix = Prefix(type);
        var frame = GC.AllocateUninitializedArray<byte>(prefix.Length + objectJson.Length + 2);
        prefix.CopyTo(frame);
        objectJson.CopyTo(frame.AsSpan(prefix.Length));
        "}\n"u8.CopyTo(frame.AsSpan(prefix.Length + objectJson.Length));
        return frame;
    }

    /// <summary>A bookmark: an object of the watched kind (clients drop any other) with nothing but its revision.</summary>
    /// <param name="apiVersion">Of the watched kind.</param>
    /// <param name="kind">The watched kind.</param>
    /// <param name="revision">Up to which everything has been sent.</param>
    /// <param name="initialEventsEnd">Whether to say that the initial events end here (a watch with sendInitialEvents).</param>
    public static byte[] Bookmark(string apiVersion, string kind, long revision, bool initialEventsEnd = false)
    {
        var annotations = initialEventsEnd ? $",\"annotations\":{{\"{InitialEventsEnd}\":\"true\"}}" : "";
        return Encode(WatchEventType.Bookmark, Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":{{\"resourceVersion\":\"{revision}\"{annotations}}}}}"));
    }

    /// <summary>Reads one frame, with or without its line feed.</summary>
    /// <exception cref="FormatException">It is no watch event.</exception>
    public static WatchFrame Parse(ReadOnlyMemory<byte> frame)
    {
        var span = frame.Span.TrimEnd(" \r\n"u8);
        for (var type = WatchEventType.Added; type <= WatchEventType.Error; type++)
        {
            var prefix = Prefix(type);
            if (span.StartsWith(prefix) && span[^1] == '}') return new WatchFrame(type, frame[prefix.Length..(span.Length - 1)]);
        }
        return ParseUncommon(frame);
    }

    /// <summary>Everything before the object, as every server in Go writes it.</summary>
    private static ReadOnlySpan<byte> Prefix(WatchEventType type) => type switch
    {
        WatchEventType.Added => "{\"type\":\"ADDED\",\"object\":"u8,
        WatchEventType.Modified => "{\"type\":\"MODIFIED\",\"object\":"u8,
        WatchEventType.Deleted => "{\"type\":\"DELETED\",\"object\":"u8,
        WatchEventType.Bookmark => "{\"type\":\"BOOKMARK\",\"object\":"u8,
        WatchEventType.Error => "{\"type\":\"ERROR\",\"object\":"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no watch event type"),
    };

    /// <summary>Another order of members, or white space between them.</summary>
    private static WatchFrame ParseUncommon(ReadOnlyMemory<byte> frame)
    {
        try
        {
            var reader = RawJson.Reader(frame.Span);
            WatchEventType? type = null;
            ReadOnlyMemory<byte>? content = null;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new FormatException("a watch event is not a JSON object");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isType = reader.ValueTextEquals("type"u8);
                var isObject = reader.ValueTextEquals("object"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                if (isType) type = TypeOf(ref reader);
                reader.Skip();
                if (isObject) content = frame[start..(int)reader.BytesConsumed];
            }
            return new WatchFrame(
                type ?? throw new FormatException("a watch event has no type"),
                content ?? throw new FormatException("a watch event has no object"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"a watch event is not JSON: {e.Message}", e);
        }
    }

    private static WatchEventType TypeOf(ref Utf8JsonReader reader) => reader.GetString() switch
    {
        "ADDED" => WatchEventType.Added,
        "MODIFIED" => WatchEventType.Modified,
        "DELETED" => WatchEventType.Deleted,
        "BOOKMARK" => WatchEventType.Bookmark,
        "ERROR" => WatchEventType.Error,
        var other => throw new FormatException($"'{other}' is no type of a watch event"),
    };
}
