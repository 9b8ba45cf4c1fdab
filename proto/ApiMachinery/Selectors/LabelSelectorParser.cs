namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>
/// Reads <c>k</c>, <c>!k</c>, <c>k=v</c>, <c>k==v</c>, <c>k!=v</c>, <c>k in (a,b)</c>, <c>k notin (a,b)</c>, <c>k&gt;1</c>, <c>k&lt;1</c>,
/// separated by commas. Accepts and refuses exactly what the API server does, in its words, since clients show them to people.
/// </summary>
internal sealed class LabelSelectorParser(string text)
{
    private readonly LabelSelectorLexer _lexer = new(text);

    public LabelSelector Parse()
    {
        var requirements = new List<LabelRequirement>();
        if (_lexer.PeekIsEnd()) return LabelSelector.Everything;
        if (!_lexer.PeekIsWord() && _lexer.Peek() != "!")
            throw new SelectorException($"found '{_lexer.Peek()}', expected: !, identifier, or 'end of string'");
        while (true)
        {
            requirements.Add(ParseRequirement());
            if (_lexer.PeekIsEnd()) return new LabelSelector(requirements);
            var separator = _lexer.Next();
            if (separator != ",") throw new SelectorException($"found '{separator}', expected: ',' or 'end of string'");
            if (!_lexer.PeekIsWord() && _lexer.Peek() != "!")
                throw new SelectorException($"found '{_lexer.Peek()}', expected: identifier after ','");
        }
    }

    private LabelRequirement ParseRequirement()
    {
        try
        {
            var absent = _lexer.Peek() == "!";
            if (absent) _lexer.Next();
            if (!_lexer.PeekIsWord()) throw new SelectorException($"found '{_lexer.Peek()}', expected: identifier");
            var key = _lexer.Next();
            LabelSyntax.RequireKey(key);
            if (absent) return LabelSyntax.Requirement(key, LabelOperator.DoesNotExist, []);
            if (_lexer.PeekIsEnd() || _lexer.Peek() == ",") return LabelSyntax.Requirement(key, LabelOperator.Exists, []);
            return ParseComparison(key, _lexer.Next());
        }
        catch (SelectorException e)
        {
            throw new SelectorException($"unable to parse requirement: {e.Message}", e);
        }
    }

    private LabelRequirement ParseComparison(string key, string comparison) => comparison switch
    {
        "=" or "==" => LabelSyntax.Requirement(key, LabelOperator.In, [ParseValue()], exact: true),
        "!=" => LabelSyntax.Requirement(key, LabelOperator.NotIn, [ParseValue()], exact: true),
        ">" => LabelSyntax.Requirement(key, LabelOperator.GreaterThan, [ParseValue()]),
        "<" => LabelSyntax.Requirement(key, LabelOperator.LessThan, [ParseValue()]),
        "in" => LabelSyntax.Requirement(key, LabelOperator.In, ParseSet()),
        "notin" => LabelSyntax.Requirement(key, LabelOperator.NotIn, ParseSet()),
        _ => throw new SelectorException($"found '{comparison}', expected: in, notin, =, ==, !=, gt, lt"),
    };

    /// <summary>An empty value is legal: <c>k=</c>.</summary>
    private string ParseValue()
    {
        if (_lexer.PeekIsEnd() || _lexer.Peek() == ",") return "";
        return _lexer.PeekIsWord() ? _lexer.Next() : throw new SelectorException($"found '{_lexer.Peek()}', expected: identifier");
    }

    /// <summary><c>()</c> is the set of the empty value, and so is a value left out beside a comma.</summary>
    private List<string> ParseSet()
    {
        if (_lexer.PeekIsEnd() || _lexer.Peek() != "(") throw new SelectorException($"found '{_lexer.Peek()}' expected: '('");
        _lexer.Next();
        if (!_lexer.PeekIsWord() && _lexer.Peek() is not ("," or ")"))
            throw new SelectorException($"found '{_lexer.Peek()}', expected: ',', ')' or identifier");
        var values = new List<string>();
        while (true)
        {
            if (_lexer.PeekIsWord()) values.Add(_lexer.Next());
            else if (_lexer.Peek() is "," or ")") values.Add("");
            else throw new SelectorException($"found '{_lexer.Peek()}', expected: ',', or identifier");
            var separator = _lexer.PeekIsEnd() ? "" : _lexer.Next();
            if (separator == ")") return values;
            if (separator != ",") throw new SelectorException($"found '{separator}', expected: ',' or ')'");
        }
    }
}
