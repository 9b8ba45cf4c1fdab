using System.Buffers;
using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Watching;

public class WatchFrameTests
{
    [Fact]
    public void Encode_Object_IsOneLine() =>
        Assert.Equal("{\"type\":\"MODIFIED\",\"object\":{\"a\":1}}\n", Encoding.UTF8.GetString(WatchFrame.Encode(WatchEventType.Modified, """{"a":1}"""u8)));

    [Theory]
    [InlineData(false, """{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"7"}}}""")]
    [InlineData(true, """{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"7","annotations":{"k8s.io/initial-events-end":"true"}}}}""")]
    public void Bookmark_OfAKind_HasItsKindAndRevision(bool initialEventsEnd, string expected) =>
        Assert.Equal(expected + "\n", Encoding.UTF8.GetString(WatchFrame.Bookmark("v1", "Pod", 7, initialEventsEnd)));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void TryRead_CutAnywhere_GivesEveryFrame(int pieceLength)
    {
        byte[] stream =
        [
            .. WatchFrame.Encode(WatchEventType.Added, """{"a":"}\n"}"""u8),
            .. "\r\n{ \"object\" : {\"b\":2} , \"type\" : \"DELETED\" }\r\n"u8,
            .. WatchFrame.Bookmark("v1", "Pod", 7),
            .. WatchFrame.Encode(WatchEventType.Error, """{"kind":"Status"}"""u8),
        ];
        var reader = new WatchFrameReader();
        var frames = new List<string>();
        var buffer = ReadOnlySequence<byte>.Empty;
        foreach (var piece in stream.Chunk(pieceLength))
        {
            buffer = TwoSegments([.. buffer.ToArray(), .. piece]);
            while (reader.TryRead(ref buffer, out var frame)) frames.Add($"{frame.Type} {Encoding.UTF8.GetString(frame.Json.Span)}");
        }
        Assert.Equal(
            ["Added {\"a\":\"}\\n\"}", "Deleted {\"b\":2}", """Bookmark {"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"7"}}""", "Error {\"kind\":\"Status\"}"],
            frames);
        Assert.True(buffer.IsEmpty);
    }

    [Theory]
    [InlineData("<html>\n", "not JSON")]
    [InlineData("{}\n", "has no type")]
    [InlineData("{\"type\":\"ADDED\"}\n", "has no object")]
    [InlineData("{\"type\":\"SEEN\",\"object\":{}}\n", "'SEEN' is no type")]
    [InlineData("[]\n", "not a JSON object")]
    [InlineData("01234567890123456789012345678901234567890123456789", "longer than 40 bytes")]
    public void TryRead_NoWatchEvent_Throws(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text));
            new WatchFrameReader(maxFrameBytes: 40).TryRead(ref buffer, out _);
        }).Message, StringComparison.Ordinal);

    private static ReadOnlySequence<byte> TwoSegments(byte[] bytes)
    {
        var first = new Segment(bytes.AsMemory(0, bytes.Length / 2), 0);
        var second = first.Append(bytes.AsMemory(bytes.Length / 2));
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
