using System.Globalization;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

/// <summary>
/// Reads one file of <c>Tables/</c>. A file starts with <c>package</c> and its name; then each type is a line, with indented lines going on:
/// <code>
/// Name[*][&amp;] field[!][?]:type[~mergeKey][^][%listKeys][&amp;][#number][=default] …
/// </code>
/// <c>*</c> has kind and apiVersion; <c>!</c> required; <c>?</c> may be absent and zero, which differ; <c>~</c> merged by strategic patches; <c>^</c> retainKeys; <c>%</c> a list map with these
/// keys, or a set without; <c>&amp;</c> atomic; <c>#</c> its number in Protocol Buffers, <c>#2.1</c> inside the message that is number 2. A type is a scalar (<c>string(A|B)</c> with its values), <c>[item]</c>, <c>{value}</c> or a
/// struct: of the same package, or <c>package.Name</c>.
/// </summary>
internal sealed class SchemaReader(IReadOnlyDictionary<string, string> packages)
{
    private static readonly HashSet<string> s_scalars =
        ["string", "bytes", "bool", "int32", "int64", "double", "time", "microTime", "quantity", "intOrString", "object", "any"];

    private static readonly char[] s_marks = ['~', '^', '%', '&', '#', '='];

    private string _package = "";

    public IEnumerable<StructSchema> Read(TextReader text)
    {
        var entry = "";
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith("package ", StringComparison.Ordinal)) _package = line["package ".Length..];
            else if (line.StartsWith(' ')) entry += line;
            else
            {
                if (entry.Length > 0) yield return ReadStruct(entry);
                entry = line;
            }
        }
        if (entry.Length > 0) yield return ReadStruct(entry);
    }

    private StructSchema ReadStruct(string entry)
    {
        var words = entry.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fields = words.Skip(1).Select(ReadField).ToDictionary(field => field.Name, StringComparer.Ordinal);
        return new StructSchema($"{_package}.{words[0].TrimEnd('*', '&')}", fields)
        {
            IsRoot = words[0].Contains('*', StringComparison.Ordinal),
            IsAtomic = words[0].EndsWith('&'),
        };
    }

    private FieldSchema ReadField(string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        var rest = word[(colon + 1)..];
        var mark = EndOfType(rest);
        var marks = rest[mark..];
        return new FieldSchema(word[..colon].TrimEnd('!', '?'), ReadType(rest[..mark]))
        {
            Required = word[..colon].Contains('!', StringComparison.Ordinal),
            IsOptional = word[colon - 1] == '?',
            Numbers = After(marks, '#') is { Length: > 0 } numbers ? [.. numbers.Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] : [],
            MergesPatch = marks.Contains('~', StringComparison.Ordinal),
            MergeKey = After(marks, '~'),
            RetainsKeys = marks.Contains('^', StringComparison.Ordinal),
            ListKeys = After(marks, '%') is { Length: > 0 } keys ? keys.Split(',') : [],
            IsSet = marks.Contains('%', StringComparison.Ordinal) && After(marks, '%').Length == 0,
            IsAtomic = marks.Contains('&', StringComparison.Ordinal),
            Default = marks.Contains('=', StringComparison.Ordinal) ? marks[(marks.IndexOf('=', StringComparison.Ordinal) + 1)..] : null,
        };
    }

    private TypeSchema ReadType(string text)
    {
        if (text[0] == '[') return new TypeSchema(TypeForm.List, "") { Item = ReadType(text[1..^1]) };
        if (text[0] == '{') return new TypeSchema(TypeForm.Map, "") { Item = ReadType(text[1..^1]) };
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open > 0) return new TypeSchema(TypeForm.Scalar, text[..open]) { Enum = text[(open + 1)..^1].Split('|') };
        if (s_scalars.Contains(text)) return new TypeSchema(TypeForm.Scalar, text);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return new TypeSchema(TypeForm.Struct, dot < 0 ? $"{_package}.{text}" : $"{packages[text[..dot]]}.{text[(dot + 1)..]}");
    }

    /// <summary>A value list may hold any character, so it is skipped as a whole.</summary>
    private static int EndOfType(string text)
    {
        var close = text.IndexOf(')', StringComparison.Ordinal);
        var mark = text.IndexOfAny(s_marks, close + 1);
        return mark < 0 ? text.Length : mark;
    }

    private static string After(string marks, char mark)
    {
        var start = marks.IndexOf(mark, StringComparison.Ordinal) + 1;
        if (start == 0) return "";
        var end = marks.IndexOfAny(s_marks, start);
        return end < 0 ? marks[start..] : marks[start..end];
    }
}
