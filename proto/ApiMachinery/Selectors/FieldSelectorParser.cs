using System.Text;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>Reads terms <c>f=v</c>, <c>f==v</c>, <c>f!=v</c> separated by commas; in values a backslash escapes backslash, comma and equals sign.</summary>
internal static class FieldSelectorParser
{
    public static FieldSelector Parse(string text)
    {
        var requirements = new List<FieldRequirement>();
        foreach (var term in Terms(text).Order(StringComparer.Ordinal))
        {
            if (term.Length > 0) requirements.Add(Requirement(text, term));
        }
        return new FieldSelector([.. requirements]);
    }

    private static FieldRequirement Requirement(string text, string term)
    {
        for (var i = 0; i < term.Length; i++)
        {
            var rest = term.AsSpan(i);
            if (rest.StartsWith("!=")) return new FieldRequirement(term[..i], Unescape(term[(i + 2)..]), equal: false);
            if (rest.StartsWith("==")) return new FieldRequirement(term[..i], Unescape(term[(i + 2)..]), equal: true);
            if (rest[0] == '=') return new FieldRequirement(term[..i], Unescape(term[(i + 1)..]), equal: true);
        }
        throw new SelectorException($"invalid selector: '{text}'; can't understand '{term}'");
    }

    private static List<string> Terms(string text)
    {
        var terms = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == ',')
            {
                terms.Add(text[start..i]);
                start = i + 1;
            }
        }
        terms.Add(text[start..]);
        return terms;
    }

    private static string Unescape(string value)
    {
        if (value.AsSpan().IndexOfAny('\\', ',', '=') < 0) return value;
        var plain = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            if (value[i] is ',' or '=') throw new SelectorException($"invalid field selector: unescaped character in value: {(int)value[i]}");
            if (value[i] == '\\')
            {
                if (++i == value.Length) throw new SelectorException("invalid field selector: invalid escape sequence: \\");
                if (value[i] is not ('\\' or ',' or '='))
                    throw new SelectorException($"invalid field selector: invalid escape sequence: \\{value[i]}");
            }
            plain.Append(value[i]);
        }
        return plain.ToString();
    }
}
