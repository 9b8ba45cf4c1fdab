using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>An explanation as text and as JSON.</summary>
internal static class ExplainText
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void WriteJson(TextWriter output, ServiceExplanation explanation) => output.WriteLine(JsonSerializer.Serialize(explanation, _json));

    public static void Write(TextWriter output, ServiceExplanation explanation)
    {
        var topology = explanation.Topology.Length > 0 ? $"'{explanation.Topology.Trim()}': " : "no annotation: ";
        output.WriteLine($"Service   {explanation.Service}: {topology}{(explanation.Levels is ["any"] ? "open to everybody" : string.Join(", then ", explanation.Levels))}");
        output.WriteLine($"Node      {explanation.Node}, {(explanation.Group.Length > 0 ? $"in group {explanation.Group}" : "in no group")}");
        foreach (var note in explanation.Notes) output.WriteLine($"Note      {note}");
        if (explanation.Pools.Count == 0) output.WriteLine("There is neither an EndpointSlice nor an Endpoints object of this Service.");
        foreach (var pool in explanation.Pools) Write(output, pool);
    }

    private static void Write(TextWriter output, ExplainedPool pool)
    {
        output.WriteLine();
        output.WriteLine($"{pool.Kind}{(pool.Family.Length > 0 ? $" {pool.Family}" : "")}: {pool.Backends.Count(backend => backend.Seen)} of {pool.Backends.Count} seen, at level {pool.Level}: {pool.Why}");
        var rows = pool.Backends.Select(backend => new[]
        {
            backend.Seen ? "yes" : "no", backend.Address, backend.Ready ? "ready" : "not ready", backend.Node ?? "-", backend.Group switch { null => "?", "" => "-", var group => group },
            backend.ListedIn, backend.Reason,
        }).Prepend(["SEEN", "ADDRESS", "STATE", "NODE", "GROUP", "IN", "WHY"]).ToArray();
        if (rows.Length == 1) return;
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
