using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>
/// The body of one answer. Bytes go straight into the connection's buffers and out of them on <see cref="FlushAsync"/>, so an answer needs
/// no memory of its own, whatever its length. Where compression is wanted the first 128 KiB are held back: what is shorter goes out plain.
/// </summary>
internal sealed class ResponseBody : IDisposable
{
    /// <summary>Worth a write to the connection.</summary>
    public const int ChunkSize = 64 * 1024;

    /// <summary>Answers that are longer are compressed, where the client takes it.</summary>
    public const int GzipFrom = 128 * 1024;

    /// <summary>
    /// After so much whoever else waits for a thread has his turn: a client that keeps up never makes an answer wait, and on a small machine two long lists would
    /// keep all others from being served until they end.
    /// </summary>
    public const int Turn = 512 * 1024;

    private const int LongFrom = 16 * 1024;

    /// <summary>A compressor is fed in portions of this: short writes cost it more than the compression.</summary>
    private const int Gathered = 32 * 1024;

    private readonly HttpResponse _response;
    private readonly PipeWriter _pipe;
    private readonly PrettyJson? _pretty;
    private readonly Action<ReadOnlySpan<byte>>? _emit;
    private byte[]? _held;
    private int _heldLength;
    private BufferedStream? _gzip;
    private Memory<byte> _free;
    private int _used;
    private long _total;
    private long _flushedTotal;
    private long _turnEnds = Turn;

    /// <param name="response">Where the bytes go.</param>
    /// <param name="pretty">Whether to indent.</param>
    /// <param name="gzip">Whether the client takes gzip.</param>
    /// <param name="pipe">Where the bytes go in place of the response's own body.</param>
    public ResponseBody(HttpResponse response, bool pretty, bool gzip, PipeWriter? pipe = null)
    {
        _response = response;
        _pipe = pipe ?? response.BodyWriter;
        if (gzip) _held = ArrayPool<byte>.Shared.Rent(GzipFrom);
        if (!pretty) return;
        _pretty = new PrettyJson();
        _emit = Emit;
    }

    /// <summary>What has been written since the last flush, before compression.</summary>
    public long Pending => _total - _flushedTotal;

    public void Write(ReadOnlySpan<byte> utf8)
    {
        if (_pretty is null) Emit(utf8);
        else _pretty.Write(utf8, _emit!);
    }

    /// <summary>Writes text that needs no escaping.</summary>
    public void WriteAscii(string text)
    {
        if (text.Length > 256)
        {
            Write(Encoding.ASCII.GetBytes(text));
            return;
        }
        Span<byte> bytes = stackalloc byte[256];
        Write(bytes[..Encoding.ASCII.GetBytes(text, bytes)]);
    }

    public void WriteNumber(long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        Write(digits[..length]);
    }

    /// <summary>Sends what has been written. Waits while the client does not read.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        _flushedTotal = _total;
        if (_held is not null) return;
        Advance();
        await _pipe.FlushAsync(cancellationToken);
        if (_total < _turnEnds) return;
        _turnEnds = _total + Turn;
        await Task.Yield();
    }

    /// <summary>
    /// The same for what lasts. A client that takes in next to nothing for <paramref name="patience"/> loses its connection, since a clean end would wait
    /// for it too: then it is false.
    /// </summary>
    public async ValueTask<bool> TryFlushAsync(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var flush = FlushAsync(cancellationToken);
        if (flush.IsCompletedSuccessfully) return true;
        var flushing = flush.AsTask();
        try
        {
            await flushing.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            _response.HttpContext.Abort();
            await flushing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return false;
        }
    }

    /// <summary>Sends the rest. An answer that has not been flushed before gets a Content-Length.</summary>
    public async ValueTask CompleteAsync(CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            _held = null;
            EmitPlain(held.AsSpan(0, _heldLength));
            ArrayPool<byte>.Shared.Return(held);
        }
        if (_gzip is not null) _gzip.Dispose();
        else if (!_response.HasStarted) _response.ContentLength = _total;
        await FlushAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_held is not null) ArrayPool<byte>.Shared.Return(_held);
        _held = null;
        _gzip?.Dispose();
    }

    private void Emit(ReadOnlySpan<byte> utf8)
    {
        _total += utf8.Length;
        if (_held is not null)
        {
            if (_heldLength + utf8.Length <= GzipFrom)
            {
                utf8.CopyTo(_held.AsSpan(_heldLength));
                _heldLength += utf8.Length;
                return;
            }
            BeginGzip();
        }
        if (_gzip is not null) _gzip.Write(utf8);
        else EmitPlain(utf8);
    }

    private void BeginGzip()
    {
        _response.Headers.ContentEncoding = "gzip";
        _response.Headers.Append("Vary", "Accept-Encoding");
        _gzip = new BufferedStream(new GZipStream(new PipeWriterStream(_pipe), CompressionLevel.Fastest), Gathered);
        _gzip.Write(_held.AsSpan(0, _heldLength));
        ArrayPool<byte>.Shared.Return(_held!);
        _held = null;
    }

    private void EmitPlain(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            if (_used == _free.Length)
            {
                Advance();
                // Each buffer is one write to TLS. Most answers are short; those that are not get long ones.
                _free = _pipe.GetMemory(Pending > LongFrom ? ChunkSize : Math.Clamp(utf8.Length, 4096, ChunkSize));
            }
            var part = utf8[..Math.Min(utf8.Length, _free.Length - _used)];
            part.CopyTo(_free.Span[_used..]);
            _used += part.Length;
            utf8 = utf8[part.Length..];
        }
    }

    private void Advance()
    {
        if (_used > 0) _pipe.Advance(_used);
        _used = 0;
        _free = default;
    }
}
