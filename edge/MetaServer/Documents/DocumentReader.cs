using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Documents;

/// <summary>Reads the documents (discovery, OpenAPI, version, token keys) that travel as objects of a collection of their own.</summary>
internal static class DocumentReader
{
    /// <summary>What a document's name ends in where it is the aggregated form of a discovery document.</summary>
    public const string Aggregated = DocumentNames.Aggregated;

    /// <summary>What a document's name ends in where it says how the objects of a custom kind are shown and chosen.</summary>
    public const string Definition = DocumentNames.Definition;

    /// <summary>The collection.</summary>
    public static GroupVersionResource Collection => DocumentNames.Collection;

    /// <summary>The document of a path such as <c>/version</c>; null where it is not held or not readable.</summary>
    public static StoredDocument? Find(IObjectReader reader, string path) =>
        reader.Get(Collection, new ObjectKey("", path)) is { } found ? Read(found.Json) : null;

    private static StoredDocument? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.TryGetProperty("body"u8, out var body) && body.TryGetBytesFromBase64(out var bytes)
                ? new StoredDocument(Text(root, "contentType"), Text(root, "etag"), bytes, Text(root, "encoding"))
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null; // As if it were not held: the request goes to the cluster.
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
