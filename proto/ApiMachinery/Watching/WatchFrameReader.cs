using System.Buffers;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

/// <summary>
/// Cuts a stream of watch events, as a PipeReader hands it out, into frames at the line feeds. A client's loop is: read, take frames
/// while there are any, advance to (buffer.Start, buffer.End). Not thread-safe.
/// </summary>
/// <param name="maxFrameBytes">The longest frame to accept; more is taken for a broken stream.</param>
public sealed class WatchFrameReader(int maxFrameBytes = WatchFrameReader.DefaultMaxFrameBytes)
{
    /// <summary>16 MiB: several times the largest object that etcd can hold.</summary>
    public const int DefaultMaxFrameBytes = 16 * 1024 * 1024;

    private long _searched;

    /// <summary>
    /// Takes the next whole frame off the front of <paramref name="buffer"/>; false where none is whole yet, and the buffer is then left as it
    /// is. <see cref="WatchFrame.Json"/> lies in the buffer where that is contiguous: it is valid until the pipe is advanced.
    /// </summary>
    /// <exception cref="FormatException">The stream holds something that is no watch event, or a frame without an end.</exception>
    public bool TryRead(ref ReadOnlySequence<byte> buffer, out WatchFrame frame)
    {
        while (true)
        {
            // What was searched in vain before is not searched again: a large frame that comes in many small reads stays linear.
            var rest = buffer.Slice(Math.Min(_searched, buffer.Length));
            if (rest.PositionOf((byte)'\n') is not { } end)
            {
                _searched = buffer.Length;
                if (buffer.Length > maxFrameBytes)
                    throw new FormatException($"a watch event is longer than {maxFrameBytes} bytes: the stream is broken or not a watch");
                frame = default;
                return false;
            }
            _searched = 0;
            var line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            var memory = line.IsSingleSegment ? line.First : line.ToArray();
            if (memory.Span.Trim(" \r"u8).IsEmpty) continue;
            frame = WatchFrame.Parse(memory);
            return true;
        }
    }
}
