using System.Buffers;
using System.Globalization;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>Which keys and values labels may have, and the faults in the API server's words.</summary>
internal static class LabelSyntax
{
    private const string NamePart =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
    private const string PrefixPart =
        "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end "
        + "with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    private const string ManyParts =
        "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') "
        + "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
    private const string ValuePart =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static void RequireKey(string key)
    {
        var faults = KeyFaults(key);
        if (faults.Count > 0) throw new SelectorException($"<nil>: Invalid value: {GoText.Quote(key)}: {string.Join("; ", faults)}");
    }

    /// <summary>A requirement with its values checked, put in order and freed of duplicates.</summary>
    public static LabelRequirement Requirement(string key, LabelOperator @operator, IReadOnlyList<string> values, bool exact = false)
    {
        var distinct = values.Distinct().Order(StringComparer.Ordinal).ToArray();
        var faults = new List<string>();
        for (var i = 0; i < distinct.Length; i++)
        {
            if (@operator is LabelOperator.GreaterThan or LabelOperator.LessThan
                && !long.TryParse(distinct[i], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                faults.Add($"values[{i}]: Invalid value: {GoText.Quote(distinct[i])}: for 'Gt', 'Lt' operators, the value must be an integer");
        }
        for (var i = 0; i < distinct.Length; i++)
        {
            var fault = string.Join("; ", ValueFaults(distinct[i]));
            if (fault.Length > 0) faults.Add($"values[{i}][{key}]: Invalid value: {GoText.Quote(distinct[i])}: {fault}");
        }
        return faults.Count switch
        {
            0 => new LabelRequirement(key, @operator, distinct, exact),
            1 => throw new SelectorException(faults[0]),
            _ => throw new SelectorException($"[{string.Join(", ", faults)}]"),
        };
    }

    private static List<string> KeyFaults(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2) return [ManyParts];
        var faults = new List<string>();
        if (parts.Length == 2) faults.AddRange(PrefixFaults(parts[0]));
        var name = parts[^1];
        if (name.Length == 0) faults.Add("name part must be non-empty");
        else if (name.Length > 63) faults.Add("name part must be no more than 63 bytes");
        if (!IsName(name)) faults.Add(NamePart);
        return faults;
    }

    private static IEnumerable<string> PrefixFaults(string prefix)
    {
        if (prefix.Length == 0) yield return "prefix part must be non-empty";
        else
        {
            if (prefix.Length > 253) yield return "prefix part must be no more than 253 bytes";
            if (!prefix.Split('.').All(IsDnsLabel)) yield return PrefixPart;
        }
    }

    private static IEnumerable<string> ValueFaults(string value)
    {
        if (value.Length > 63) yield return "must be no more than 63 bytes";
        if (value.Length > 0 && !IsName(value)) yield return ValuePart;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1]) && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    private static bool IsDnsLabel(string text) =>
        text.Length > 0 && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
