using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

/// <summary>What a plain scalar stands for, by the rules of the parser that kubectl uses.</summary>
internal static partial class YamlScalars
{
    public static JsonNode? Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" or "y" or "Y" => true,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" or "n" or "N" => false,
        _ => Number(plain) ?? plain,
    };

    /// <summary>Whether the text, written plain, would be read as itself.</summary>
    public static bool IsText(string plain) => Resolve(plain) is JsonValue value && value.TryGetValue<string>(out _);

    private static JsonNode? Number(string plain)
    {
        var text = plain.Replace("_", "", StringComparison.Ordinal);
        // A whole number that does not fit, and 08, which is not octal, are fractions.
        if (Integer().IsMatch(text) && Whole(text) is { } whole) return whole;
        return Float().IsMatch(text) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }

    private static JsonNode? Whole(string text)
    {
        var negative = text[0] == '-';
        var digits = text.TrimStart('+', '-');
        var magnitude = digits.Length > 1 && digits[0] == '0' ? Based(digits) : ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
        return magnitude switch
        {
            null => null,
            <= long.MaxValue => negative ? -(long)magnitude : (long)magnitude,
            (ulong)long.MaxValue + 1 when negative => long.MinValue,
            _ => negative ? null : magnitude,
        };
    }

    /// <summary>0755 and 0o755 are octal: file modes are written so.</summary>
    private static ulong? Based(string digits)
    {
        var (radix, rest) = char.ToLowerInvariant(digits[1]) switch
        {
            'x' => (16, digits[2..]),
            'o' => (8, digits[2..]),
            'b' => (2, digits[2..]),
            _ => (8, digits[1..]),
        };
        try
        {
            return Convert.ToUInt64(rest, radix);
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"\A[-+]?(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|[0-9]+)\z")]
    private static partial Regex Integer();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Float();
}
