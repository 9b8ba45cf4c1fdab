using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>One of the conditions of a label selector. Immutable; made only by parsing, so it is always valid.</summary>
public sealed class LabelRequirement
{
    private readonly byte[][] _values;
    private readonly long _bound;

    internal LabelRequirement(string key, LabelOperator @operator, IReadOnlyList<string> values, bool exact)
    {
        Key = key;
        Operator = @operator;
        Values = values;
        Exact = exact;
        Utf8Key = Encoding.UTF8.GetBytes(key);
        _values = values.Select(Encoding.UTF8.GetBytes).ToArray();
        if (@operator is LabelOperator.GreaterThan or LabelOperator.LessThan)
            _bound = long.Parse(values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>The label's key.</summary>
    public string Key { get; }

    /// <summary>What is asked.</summary>
    public LabelOperator Operator { get; }

    /// <summary>The values asked for, ordered, without duplicates; empty for Exists and DoesNotExist.</summary>
    public IReadOnlyList<string> Values { get; }

    internal byte[] Utf8Key { get; }

    /// <summary>Written with <c>=</c> or <c>!=</c> and not as a set of one.</summary>
    private bool Exact { get; }

    internal bool MatchesAbsent => Operator is LabelOperator.NotIn or LabelOperator.DoesNotExist;

    internal bool Matches(ref Utf8JsonReader value)
    {
        switch (Operator)
        {
            case LabelOperator.Exists: return true;
            case LabelOperator.DoesNotExist: return false;
            case LabelOperator.In: return IsAmongValues(ref value);
            case LabelOperator.NotIn: return !IsAmongValues(ref value);
            default:
                var text = value.TokenType == JsonTokenType.String ? value.ValueSpan : [];
                return Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length && Compares(number);
        }
    }

    internal bool Matches(string value) => Operator switch
    {
        LabelOperator.Exists => true,
        LabelOperator.DoesNotExist => false,
        LabelOperator.In => Values.Contains(value),
        LabelOperator.NotIn => !Values.Contains(value),
        _ => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Compares(number),
    };

    /// <summary>As Kubernetes writes it.</summary>
    public override string ToString() => (Operator, Exact) switch
    {
        (LabelOperator.Exists, _) => Key,
        (LabelOperator.DoesNotExist, _) => $"!{Key}",
        (LabelOperator.In, true) => $"{Key}={Values[0]}",
        (LabelOperator.NotIn, true) => $"{Key}!={Values[0]}",
        (LabelOperator.In, false) => $"{Key} in ({string.Join(',', Values)})",
        (LabelOperator.NotIn, false) => $"{Key} notin ({string.Join(',', Values)})",
        (LabelOperator.GreaterThan, _) => $"{Key}>{Values[0]}",
        _ => $"{Key}<{Values[0]}",
    };

    private bool Compares(long number) => Operator == LabelOperator.GreaterThan ? number > _bound : number < _bound;

    private bool IsAmongValues(ref Utf8JsonReader value)
    {
        if (value.TokenType != JsonTokenType.String) return false;
        foreach (var candidate in _values)
        {
            if (value.ValueTextEquals(candidate)) return true;
        }
        return false;
    }
}
