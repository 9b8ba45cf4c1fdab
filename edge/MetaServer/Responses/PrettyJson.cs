namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>
/// Indents JSON by two spaces as it streams by, wherever it is cut: it looks at brackets, commas, colons and quotes only, so raw objects
/// need not be parsed to be shown to a person.
/// </summary>
internal sealed class PrettyJson
{
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _justOpened;

    /// <summary>Hands the indented form of <paramref name="json"/> to <paramref name="write"/> in short pieces.</summary>
    public void Write(ReadOnlySpan<byte> json, Action<ReadOnlySpan<byte>> write)
    {
        var start = 0; // What lies between start and i goes out as it is.
        for (var i = 0; i < json.Length; i++)
        {
            var b = json[i];
            if (_inString)
            {
                if (_escaped) _escaped = false;
                else if (b == '\\') _escaped = true;
                else if (b == '"') _inString = false;
                continue;
            }
            if (b is (byte)'"')
            {
                _inString = true;
                if (!_justOpened) continue;
                Emit(json[start..i], write);
                start = i;
                NewLine(write);
                _justOpened = false;
                continue;
            }
            if (b is not ((byte)'{' or (byte)'}' or (byte)'[' or (byte)']' or (byte)',' or (byte)':' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t'))
            {
                if (!_justOpened) continue;
                Emit(json[start..i], write);
                start = i;
                NewLine(write);
                _justOpened = false;
                continue;
            }
            Emit(json[start..i], write);
            start = i + 1;
            Structure(b, json.Slice(i, 1), write);
        }
        Emit(json[start..], write);
    }

    private void Structure(byte b, ReadOnlySpan<byte> itself, Action<ReadOnlySpan<byte>> write)
    {
        switch (b)
        {
            case (byte)'{' or (byte)'[':
                if (_justOpened) NewLine(write);
                write(itself);
                _depth++;
                _justOpened = true;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                if (!_justOpened) NewLine(write);
                _justOpened = false;
                write(itself);
                break;
            case (byte)',':
                write(itself);
                NewLine(write);
                break;
            case (byte)':':
                write(": "u8);
                break;
        }
    }

    private void NewLine(Action<ReadOnlySpan<byte>> write)
    {
        write("\n"u8);
        for (var i = 0; i < _depth; i++) write("  "u8);
    }

    private static void Emit(ReadOnlySpan<byte> plain, Action<ReadOnlySpan<byte>> write)
    {
        if (!plain.IsEmpty) write(plain);
    }
}
