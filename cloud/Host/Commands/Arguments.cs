using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>Options whose text has a form of its own: each says what it wants.</summary>
internal static partial class Arguments
{
    /// <summary><c>ADDRESS:PORT</c>; <c>:PORT</c> listens on every address.</summary>
    public static Option<IPEndPoint> Endpoint(string name, string description, IPEndPoint fallback) => new(name)
    {
        Description = description,
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Read(result, ParseEndpoint, $"{name} wants ADDRESS:PORT, for example {fallback}"),
    };

    /// <summary>For example <c>24h</c>, <c>30m</c>, <c>7d</c>, <c>1h30m</c>.</summary>
    public static Option<TimeSpan> Duration(string name, string description, TimeSpan fallback) => new(name)
    {
        Description = description,
        HelpName = "DURATION",
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Read(result, ParseDuration, $"{name} wants a duration of more than zero, for example 24h, 30m or 7d"),
    };

    private static T? Read<T>(ArgumentResult result, Func<string, T?> parse, string want)
        where T : class
    {
        if (parse(result.Tokens[0].Value) is { } value)
            return value;
        result.AddError($"{want}, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static TimeSpan Read(ArgumentResult result, Func<string, TimeSpan?> parse, string want)
    {
        if (parse(result.Tokens[0].Value) is { } value)
            return value;
        result.AddError($"{want}, not '{result.Tokens[0].Value}'.");
        return default;
    }

    private static IPEndPoint? ParseEndpoint(string text)
    {
        if (text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new IPEndPoint(IPAddress.Any, port);
        // Without a colon after the address IPEndPoint would take port 0 for granted.
        return Tail().IsMatch(text) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
    }

    private static TimeSpan? ParseDuration(string text)
    {
        if (Durations().Match(text) is not { Success: true } match)
            return null;

        var total = 0.0;
        foreach (Capture part in match.Groups[1].Captures)
        {
            var number = double.Parse(part.ValueSpan[..^1], NumberStyles.None, CultureInfo.InvariantCulture);
            total += number * part.ValueSpan[^1] switch { 'd' => 86400, 'h' => 3600, 'm' => 60, _ => 1 };
        }

        return total is > 0 and < 100 * 365 * 86400.0 ? TimeSpan.FromSeconds(total) : null;
    }

    [GeneratedRegex(@"(\]|^[0-9.]+):\d{1,5}\z")]
    private static partial Regex Tail();

    [GeneratedRegex(@"\A(\d{1,9}[dhms])+\z")]
    private static partial Regex Durations();
}
