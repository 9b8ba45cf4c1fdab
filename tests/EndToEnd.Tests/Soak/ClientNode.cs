using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>The informers of @kubernetes/client-node, a program on each node; or of another program that speaks as <c>ClientNode/informers.mjs</c> does.</summary>
internal sealed class ClientNode : IAsyncDisposable
{
    private readonly List<InformerProgram> _programs = [];

    private ClientNode(string? missing) => Missing = missing;

    /// <summary>Why it is not at hand; null where it is.</summary>
    public string? Missing { get; }

    /// <summary>What its informers have seen.</summary>
    public IEnumerable<CallbackWitness> Witnesses => _programs.SelectMany(program => program.Witnesses.Values);

    /// <summary>Starts it for each node. EDGEMESH_SOAK_INFORMERS names another program to start in its place.</summary>
    public static async Task<ClientNode> StartAsync(IReadOnlyList<SoakNode> nodes, CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable("EDGEMESH_SOAK_INFORMERS") is { Length: > 0 } other) return Start(nodes, other);
        var package = await NodePackage.RestoreAsync(Path.Combine(AppContext.BaseDirectory, "Soak", "ClientNode"), cancellation);
        return package.Missing is { } missing ? new ClientNode(missing) : Start(nodes, "node", Path.Combine(package.Folder, "informers.mjs"));
    }

    /// <summary>What an informer holds, in the words of <see cref="AsRead"/>.</summary>
    public async Task<IEnumerable<string>> CacheAsync(string node, Followed what, CancellationToken cancellation)
    {
        var held = await _programs.Single(program => program.Node == node).HeldAsync(what.Name, cancellation);
        return held.Select(line => Words(
            (string)line["key"]!, line["uid"], line["labels"], line["data"], line["of"], line["phase"], line["addresses"]));
    }

    /// <summary>The part of an object that the program tells of, but for its version, at which callbacks are looked at.</summary>
    public static string AsRead(JsonObject value)
    {
        var metadata = value["metadata"]!;
        var addresses = (value["endpoints"] as JsonArray ?? []).SelectMany(endpoint => endpoint!["addresses"]!.AsArray()).Select(address => address!.DeepClone());
        return Words(
            $"{metadata["namespace"]}/{metadata["name"]}", metadata["uid"], metadata["labels"] ?? new JsonObject(), value["data"] ?? new JsonObject(),
            value["spec"]?["of"] ?? "", value["status"]?["phase"] ?? "", new JsonArray([.. addresses]));
    }

    /// <summary>What happened, for a person.</summary>
    public string Say() => Missing is not null ? $"client-node: {Missing}" :
        $"client-node: {Witnesses.Count()} informers, {Witnesses.Sum(witness => witness.Events)} callbacks;"
        + $" lists: {Tally.Of(Witnesses.SelectMany(witness => witness.Lists))}; setbacks: {Tally.Of(Witnesses.SelectMany(witness => witness.Setbacks))}";

    public async ValueTask DisposeAsync()
    {
        foreach (var program in _programs) await program.DisposeAsync();
    }

    private static ClientNode Start(IReadOnlyList<SoakNode> nodes, string program, params IEnumerable<string> arguments)
    {
        var all = new ClientNode(null);
        foreach (var node in nodes)
            all._programs.Add(new InformerProgram(Path.GetFileName(program), node.Edge.Name, node.KubeconfigPath, Followed.By(node.Edge.Name), program, arguments));
        return all;
    }

    private static string Words(string key, params ReadOnlySpan<JsonNode?> parts)
    {
        var words = new List<string> { key };
        // The cluster's CAs are compared by the others: what is behind them may differ (NodeTruth).
        foreach (var part in key.EndsWith("/kube-root-ca.crt", StringComparison.Ordinal) ? parts[..1] : parts) words.Add(Sorted(part).ToJsonString());
        return string.Join(' ', words);
    }

    private static JsonNode Sorted(JsonNode? part) => part is JsonObject map
        ? new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone())))
        : part?.DeepClone() ?? "";
}
