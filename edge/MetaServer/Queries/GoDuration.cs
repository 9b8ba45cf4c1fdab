using System.Buffers;
using System.Globalization;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>Durations as Go writes them: <c>300ms</c>, <c>1m30s</c>, <c>-1.5h</c>, <c>0</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Reads one; false, with the words that Go has for it, where it is none.</summary>
    public static bool TryParse(string text, out TimeSpan duration, out string problem)
    {
        duration = default;
        var rest = text.AsSpan();
        var isNegative = rest.StartsWith('-');
        if (isNegative || rest.StartsWith('+')) rest = rest[1..];
        problem = $"time: invalid duration {GoText.Quote(text)}";
        if (rest is "0") return true;
        if (rest.IsEmpty) return false;
        double seconds = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            var number = digits < 0 ? rest : rest[..digits];
            if (!number.ContainsAnyInRange('0', '9') || number.Count('.') > 1) return false;
            rest = rest[number.Length..];
            var end = rest.IndexOfAny(Digits);
            var unit = end < 0 ? rest : rest[..end];
            rest = rest[unit.Length..];
            if (unit.IsEmpty) problem = $"time: missing unit in duration {GoText.Quote(text)}";
            else if (SecondsIn(unit) == 0) problem = $"time: unknown unit {GoText.Quote(unit.ToString())} in duration {GoText.Quote(text)}";
            if (unit.IsEmpty || SecondsIn(unit) == 0) return false;
            seconds += double.Parse(number.StartsWith('.') ? $"0{number}" : number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) * SecondsIn(unit);
        }
        // Go holds nanoseconds in 64 bits.
        if (seconds > long.MaxValue / 1e9) return false;
        duration = TimeSpan.FromSeconds(isNegative ? -seconds : seconds);
        problem = "";
        return true;
    }

    private static double SecondsIn(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1e-9,
        "us" or "µs" or "μs" => 1e-6,
        "ms" => 1e-3,
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        _ => 0,
    };
}
