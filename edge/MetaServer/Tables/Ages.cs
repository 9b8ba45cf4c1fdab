using System.Globalization;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>Time spans as kubectl's users know them: <c>45s</c>, <c>5m12s</c>, <c>3h</c>, <c>2d4h</c>, <c>1y20d</c>.</summary>
internal static class Ages
{
    private const string Unknown = "<unknown>";

    /// <summary>The age of something that happened at an RFC 3339 time.</summary>
    public static string Since(string timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then) ? Short(now - then) : Unknown;

    /// <summary>At most two units, the second only while it still says something.</summary>
    public static string Short(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        if (seconds < -1) return "<invalid>";
        if (seconds < 0) return "0s";
        if (seconds < 120) return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10) return Two(minutes, 'm', seconds % 60, 's');
        if (minutes < 180) return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8) return Two(hours, 'h', minutes % 60, 'm');
        if (hours < 48) return $"{hours}h";
        var days = hours / 24;
        if (hours < 192) return Two(days, 'd', hours % 24, 'h');
        if (days < 365 * 2) return $"{days}d";
        var years = days / 365;
        return days < 365 * 8 ? Two(years, 'y', days % 365, 'd') : $"{years}y";
    }

    private static string Two(long first, char firstUnit, long second, char secondUnit) =>
        second == 0 ? $"{first}{firstUnit}" : $"{first}{firstUnit}{second}{secondUnit}";
}
