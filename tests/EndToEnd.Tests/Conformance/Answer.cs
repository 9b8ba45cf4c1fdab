using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>What a server said.</summary>
/// <param name="Code">The status code.</param>
/// <param name="Headers">The response's headers.</param>
/// <param name="ContentHeaders">The headers of its body.</param>
/// <param name="Bytes">The body as it came, not decompressed.</param>
public sealed record Answer(int Code, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Bytes)
{
    private JsonNode? _json;

    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Bytes);

    /// <summary>The body as JSON.</summary>
    public JsonNode Json => _json ??= JsonNode.Parse(Text)!;

    /// <summary>The content type with its parameters.</summary>
    public string ContentType => ContentHeaders.ContentType?.ToString() ?? "";

    /// <summary>The message of a Status.</summary>
    public string Message => (string?)Json["message"] ?? "";

    /// <summary>The reason of a Status.</summary>
    public string Reason => (string?)Json["reason"] ?? "";

    /// <summary>The list's resourceVersion.</summary>
    public string Revision => (string?)Json["metadata"]!["resourceVersion"] ?? "";

    /// <summary>Where the next page starts; empty on the last one.</summary>
    public string Continue => (string?)Json["metadata"]!["continue"] ?? "";

    /// <summary>The items as namespace/name.</summary>
    public IReadOnlyList<string> Names => [.. Json["items"]!.AsArray().Select(item => KeyOf(item!))];

    /// <summary>A header, of the response or of the body; empty where absent.</summary>
    public string Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : "";

    /// <summary>The events of a watch that has ended.</summary>
    public IReadOnlyList<JsonNode> Events() => [.. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    /// <summary>The same, as <c>ADDED a/b</c>.</summary>
    public IReadOnlyList<string> EventTexts() => [.. Events().Select(change => $"{(string?)change["type"]} {KeyOf(change["object"]!)}")];

    /// <summary>An object's namespace/name.</summary>
    public static string KeyOf(JsonNode item) => (string?)item["metadata"]?["namespace"] is { } ns ? $"{ns}/{(string?)item["metadata"]!["name"]}" : (string?)item["metadata"]?["name"] ?? "";
}
