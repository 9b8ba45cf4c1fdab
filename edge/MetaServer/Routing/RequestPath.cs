using System.Text;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>
/// A request's path, cut into decoded segments once. What one server would read otherwise than the next (dot segments, encoded slashes,
/// empty segments, NUL) is refused here and not mended: a mended path is one that authorization and routing may come to disagree on.
/// </summary>
/// <param name="Segments">The segments, decoded.</param>
/// <param name="Tolerated">
/// The first segment that is empty or holds an encoded slash: harmless in the path that a proxy request carries on, refused elsewhere.
/// </param>
internal readonly record struct RequestPath(IReadOnlyList<string> Segments, int Tolerated)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads the path of a request target as it came over the wire. False, with the reason, where it is refused.</summary>
    public static bool TryRead(string rawTarget, out RequestPath path, out string problem)
    {
        path = default;
        problem = "";
        var raw = PathOf(rawTarget);
        if (raw.IsEmpty || raw[0] != '/') return Refuse("the path must begin with a slash", out problem);
        raw = raw[1..];
        if (raw.EndsWith('/')) raw = raw[..^1];
        var segments = new List<string>();
        var tolerated = int.MaxValue;
        while (!raw.IsEmpty)
        {
            var end = raw.IndexOf('/');
            var part = end < 0 ? raw : raw[..end];
            if (!TryDecode(part, out var segment)) return Refuse("the path is not percent-encoded UTF-8", out problem);
            if (segment is "." or "..") return Refuse("dot segments are not allowed in the path", out problem);
            if (HasControl(segment)) return Refuse("control characters are not allowed in the path", out problem);
            if (tolerated == int.MaxValue && (segment.Length == 0 || segment.AsSpan().ContainsAny('/', '\\'))) tolerated = segments.Count;
            segments.Add(segment);
            if (end < 0) break;
            raw = raw[(end + 1)..];
            if (raw.IsEmpty && tolerated == int.MaxValue) tolerated = segments.Count;
        }
        path = new RequestPath(segments, tolerated);
        return true;
    }

    /// <summary>The path alone, from the origin form <c>/path?query</c> or the absolute form that proxies receive.</summary>
    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        var query = target.IndexOfAny('?', '#');
        if (query >= 0) target = target[..query];
        if (target.StartsWith('/')) return target;
        var scheme = target.IndexOf("://");
        if (scheme < 0) return target;
        target = target[(scheme + 3)..];
        var slash = target.IndexOf('/');
        return slash < 0 ? "/" : target[slash..];
    }

    private static bool TryDecode(ReadOnlySpan<char> part, out string segment)
    {
        segment = part.ToString();
        if (!part.Contains('%') && Ascii.IsValid(part)) return true;
        var bytes = new byte[Strict.GetMaxByteCount(part.Length)];
        var length = 0;
        for (var i = 0; i < part.Length; i++)
        {
            if (part[i] != '%')
            {
                length += Strict.GetBytes(part.Slice(i, 1), bytes.AsSpan(length));
                continue;
            }
            if (i + 2 >= part.Length || !char.IsAsciiHexDigit(part[i + 1]) || !char.IsAsciiHexDigit(part[i + 2])) return false;
            bytes[length++] = (byte)((Hex(part[i + 1]) << 4) | Hex(part[i + 2]));
            i += 2;
        }
        try
        {
            segment = Strict.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static int Hex(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool HasControl(string segment)
    {
        foreach (var c in segment)
        {
            if (char.IsControl(c)) return true;
        }
        return false;
    }

    private static bool Refuse(string reason, out string problem)
    {
        problem = reason;
        return false;
    }
}
