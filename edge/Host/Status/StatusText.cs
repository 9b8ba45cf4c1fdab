using System.Globalization;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.Host.Status;

/// <summary>The status for a person.</summary>
internal static class StatusText
{
    public static void Write(TextWriter output, ReadOnlyMemory<byte> report)
    {
        using var document = JsonDocument.Parse(report);
        var root = document.RootElement;
        var now = root.GetProperty("now").GetDateTimeOffset();
        var collections = root.GetProperty("collections").EnumerateArray().ToArray();
        var watches = root.GetProperty("watches").EnumerateObject().ToArray();

        output.WriteLine($"Node     {Text(root, "node")}");
        output.WriteLine($"Group    {Group(root)}");
        output.WriteLine($"Cloud    {Text(root, "cloud")}");
        output.WriteLine($"Link     {Link(root.GetProperty("link"), now)}");
        output.WriteLine($"Serving  {string.Join(", ", root.GetProperty("addresses").EnumerateArray())}, {Plural(watches.Sum(watch => watch.Value.GetInt32()), "open watch", "open watches")}");
        output.WriteLine($"Running  edgemesh-edge {Text(root, "version")}, for {Age(now - root.GetProperty("started").GetDateTimeOffset())}; " +
            $"its certificate is good until {root.GetProperty("certificateExpires").GetDateTimeOffset():yyyy-MM-dd}");
        output.WriteLine($"Pods     {Access(root)}");
        output.WriteLine($"Shows    {Serving(root.GetProperty("servingCertificate"))}");
        foreach (var expiry in root.GetProperty("expiring").EnumerateArray())
        {
            var at = expiry.GetProperty("at").GetDateTimeOffset();
            output.WriteLine($"EXPIRE{(at > now ? $"S  {Text(expiry, "what")} ends in {Age(at - now)}, at {at:yyyy-MM-dd HH:mm}Z. Then" : $"D  {Text(expiry, "what")} has ended at {at:yyyy-MM-dd HH:mm}Z")}: {Text(expiry, "then")}");
        }
        output.WriteLine($"Holds    {Plural(collections.Sum(collection => collection.GetProperty("count").GetInt64()), "object", "objects")} of " +
            $"{Plural(collections.Length, "collection", "collections")}, {Size(collections.Sum(collection => collection.GetProperty("bytes").GetInt64()))}, at revision {root.GetProperty("revision")}");

        Table(output, ["COLLECTION", "OBJECTS", "SIZE", "HELD", "REVISION"], collections.Select(collection => new[]
        {
            Text(collection, "collection"), Text(collection, "count"), Size(collection.GetProperty("bytes").GetInt64()),
            Text(collection, "complete") switch { "all" => "whole", "node" => "this node's", _ => "not yet complete" }, Text(collection, "revision"),
        }));
        Table(output, ["INTEREST", "OF", "LAST USED"], root.GetProperty("interests").EnumerateArray().Select(interest => new[]
        {
            Text(interest, "collection"), Text(interest, "user"), Age(now - interest.GetProperty("lastUsed").GetDateTimeOffset()) + " ago",
        }));
        Table(output, ["WATCHED", "BY"], watches.Select(watch => new[] { watch.Name, watch.Value.ToString() }));
    }

    private static string Access(JsonElement root)
    {
        var addresses = root.GetProperty("podAddresses").EnumerateArray().ToArray();
        var text = addresses.Length == 0
            ? "are told of no Kubernetes API here: default/kubernetes has no endpoints (--virtual-ip and --advertise name none)"
            : $"reach the Kubernetes API at {string.Join(" and ", addresses)}";
        var devices = root.GetProperty("virtualAddresses").EnumerateArray().Select(held => Text(held, "device")).Distinct().ToArray();
        if (devices.Length > 0) text += $", on '{string.Join("', '", devices)}'";
        return root.TryGetProperty("virtualAddressProblem", out var problem) ? $"{text}\n         NOT THERE: {problem}" : text;
    }

    private static string Serving(JsonElement certificate)
    {
        var text = $"a certificate of '{Text(certificate, "issuer")}', good until {certificate.GetProperty("expires").GetDateTimeOffset():yyyy-MM-dd}, " +
            $"to be renewed {certificate.GetProperty("renewal").GetDateTimeOffset():yyyy-MM-dd}";
        return certificate.TryGetProperty("problem", out var problem) ? $"{text}\n         RENEWAL FAILS: {problem}" : text;
    }

    private static string Group(JsonElement root) =>
        !root.TryGetProperty("nodeGroup", out var group) || group.ValueKind != JsonValueKind.String ? "not known yet: the Node has not arrived"
        : group.GetString() is { Length: > 0 } name ? name
        : "none: of Services that are closed to their node group, no backend is seen here";

    private static string Link(JsonElement link, DateTimeOffset now)
    {
        var since = link.GetProperty("since").GetDateTimeOffset();
        var how = link.GetProperty("connected").GetBoolean() ? "connected" : "NOT CONNECTED";
        var text = string.Create(CultureInfo.InvariantCulture, $"{how} since {since:yyyy-MM-dd HH:mm:ss}Z ({Age(now - since)})");
        if (link.TryGetProperty("problem", out var problem))
            text += $": {problem}";
        if (link.GetProperty("connected").GetBoolean())
            return text;
        return text + (link.TryGetProperty("lastContact", out var contact)
            ? $"\n         what is held is {Age(now - contact.GetDateTimeOffset())} old (the cloud was last heard then)"
            : "\n         the cloud has never been heard");
    }

    private static void Table(TextWriter output, string[] head, IEnumerable<string[]> rows)
    {
        var all = rows.Prepend(head).ToArray();
        if (all.Length == 1)
            return;

        output.WriteLine();
        var widths = head.Select((_, column) => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            output.WriteLine(string.Join("   ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).ToString();

    private static string Plural(long count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    private static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0.#} MiB"),
    };

    private static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 60 => $"{Math.Max(0, (int)age.TotalSeconds)}s",
        < 3600 => $"{(int)age.TotalMinutes}m{age.Seconds}s",
        < 86400 => $"{(int)age.TotalHours}h{age.Minutes}m",
        _ => $"{(int)age.TotalDays}d{age.Hours}h",
    };
}
