using System.Buffers;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>
/// Cuts a selector into words and the signs <c>= == != ! &lt; &gt; ( ) ,</c>. A word is any run of other characters without white space:
/// whether it may be a key or a value is judged later, so that the message can name it whole.
/// </summary>
internal sealed class LabelSelectorLexer
{
    private static readonly SearchValues<char> EndsWord = SearchValues.Create("=!(),><\t\n\r ");
    private readonly string _text;
    private int _position;
    private string? _peeked;

    public LabelSelectorLexer(string text) => _text = text;

    public bool PeekIsEnd() => Peek().Length == 0;

    public bool PeekIsWord() => Peek() is [var first, ..] && !EndsWord.Contains(first);

    /// <summary>The next token; empty at the end.</summary>
    public string Peek() => _peeked ??= Cut();

    public string Next()
    {
        var token = Peek();
        _peeked = null;
        return token;
    }

    private string Cut()
    {
        while (_position < _text.Length && _text[_position] is ' ' or '\t' or '\n' or '\r') _position++;
        var rest = _text.AsSpan(_position);
        var length = rest switch
        {
            [] => 0,
            ['=' or '!', '=', ..] => 2,
            [var sign, ..] when EndsWord.Contains(sign) => 1,
            _ => rest.IndexOfAny(EndsWord) is var end and >= 0 ? end : rest.Length,
        };
        _position += length;
        return rest[..length].ToString();
    }
}
