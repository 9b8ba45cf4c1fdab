using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

/// <summary>Reads a path, character by character; what stands in brackets is a path, an index or a filter of its own.</summary>
internal ref partial struct JsonPathParser
{
    private readonly ReadOnlySpan<char> _text;
    private readonly List<PathStep> _steps = [];
    private int _at;

    private JsonPathParser(ReadOnlySpan<char> text) => _text = text;

    public static IReadOnlyList<PathStep> Parse(ReadOnlySpan<char> text)
    {
        var parser = new JsonPathParser(text);
        while (parser._at < text.Length) parser.ReadStep();
        return parser._steps;
    }

    private void ReadStep()
    {
        var rest = _text[_at..];
        if (rest.StartsWith("[?(")) ReadFilter();
        else if (rest.StartsWith("..")) ReadDescent();
        else if (rest[0] is ' ' or '@' or '$') _at++;
        else if (rest[0] == '[') ReadBrackets();
        else if (rest[0] is '"' or '\'') ReadQuoted(rest[0]);
        else if (rest[0] == '.') ReadField(_at + 1);
        else if (rest[0] is '+' or '-' || char.IsAsciiDigit(rest[0])) ReadNumber();
        else if (rest.StartsWith("true") || rest.StartsWith("false")) ReadBoolean(rest[0] == 't');
        else throw new JsonPathException($"unexpected '{rest[0]}' in a path");
    }

    private void ReadDescent()
    {
        _at += 2;
        _steps.Add(new DescentStep());
        if (_at < _text.Length && char.IsLetterOrDigit(_text[_at])) ReadField(_at);
    }

    private void ReadField(int start)
    {
        var name = new StringBuilder();
        for (_at = start; _at < _text.Length && !" .@[]\"'".Contains(_text[_at], StringComparison.Ordinal); _at++)
        {
            // A backslash keeps what follows it from ending the name.
            if (_text[_at] == '\\' && _at + 1 < _text.Length) _at++;
            name.Append(_text[_at]);
        }
        // A lone dot is the object itself.
        if (name.Length == 0) return;
        _steps.Add(name is { Length: 1 } && name[0] == '*' ? new WildcardStep() : new FieldStep(name.ToString()));
    }

    private void ReadQuoted(char quote)
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != quote; _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length) _at++;
            text.Append(_text[_at]);
        }
        if (_at++ >= _text.Length) throw new JsonPathException("a quoted text has no end");
        _steps.Add(new LiteralStep(Literal("\"" + JsonEncodedText.Encode(text.ToString()) + "\"")));
    }

    private void ReadNumber()
    {
        var start = _at++;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.')) _at++;
        var text = _text[start.._at];
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) throw new JsonPathException($"'{text}' is no number");
        _steps.Add(new LiteralStep(Literal(text.TrimStart('+').ToString())));
    }

    private void ReadBoolean(bool value)
    {
        _at += value ? 4 : 5;
        _steps.Add(new LiteralStep(Literal(value ? "true" : "false")));
    }

    private void ReadBrackets()
    {
        var length = _text[_at..].IndexOf(']');
        if (length < 0) throw new JsonPathException("a bracket has no end");
        var inside = _text.Slice(_at + 1, length - 1).ToString();
        _at += length + 1;
        if (inside == "*") inside = ":";
        if (inside.Contains(',', StringComparison.Ordinal))
        {
            _steps.Add(new UnionStep([.. inside.Split(',').Select(static part => JsonPath.Parse($"[{part.Trim(' ')}]"))]));
            return;
        }
        if (inside is ['\'', .. var key, '\''] && !key.Contains('\'', StringComparison.Ordinal))
        {
            _steps.AddRange(Parse("." + key));
            return;
        }
        _steps.Add(Slice(inside));
    }

    private static SliceStep Slice(string inside)
    {
        var match = SlicePattern().Match(inside);
        if (!match.Success) throw new JsonPathException($"'{inside}' is no index");
        var start = Number(match.Groups[1].Value) ?? 0;
        var step = Number(match.Groups[3].Value.TrimStart(':')) ?? 1;
        // Without a colon one item is meant.
        return match.Groups[2].Length == 0
            ? new SliceStep(start, start + 1, isIndex: true, step)
            : new SliceStep(start, Number(match.Groups[2].Value[1..]), isIndex: false, step);
    }

    private void ReadFilter()
    {
        var start = _at + 3;
        var depth = 1;
        var quote = '\0';
        for (_at = start; depth > 0; _at++)
        {
            if (_at >= _text.Length) throw new JsonPathException("a filter has no end");
            var c = _text[_at];
            if (quote != '\0') quote = c == quote && _text[_at - 1] != '\\' ? '\0' : quote;
            else if (c is '"' or '\'') quote = c;
            else if (c == '(') depth++;
            else if (c == ')') depth--;
        }
        var inside = _text[start..(_at - 1)].ToString();
        if (_at >= _text.Length || _text[_at++] != ']') throw new JsonPathException("a filter ends in ')]'");
        var match = ComparisonPattern().Match(inside);
        _steps.Add(match.Success
            ? new FilterStep(JsonPath.Parse(match.Groups[1].Value), match.Groups[2].Value, JsonPath.Parse(match.Groups[3].Value))
            : new FilterStep(JsonPath.Parse(inside), "", null));
    }

    private static int? Number(string text) => text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new JsonPathException($"'{text}' is no index");

    private static JsonElement Literal(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw new JsonPathException($"'{json}' is no number");
        }
    }

    [GeneratedRegex(@"^(-?\d*)(:-?\d*)?(:-?\d*)?\z")]
    private static partial Regex SlicePattern();

    [GeneratedRegex("^([^!<>=]+)([!<>=]+)(.+?)\\z")]
    private static partial Regex ComparisonPattern();
}
