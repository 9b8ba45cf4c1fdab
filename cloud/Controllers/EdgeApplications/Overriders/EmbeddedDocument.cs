using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>A YAML or JSON document that stands in a manifest as a text, as configuration does in a ConfigMap. It keeps its format, not its comments.</summary>
internal sealed class EmbeddedDocument
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly JsonObject _parent;
    private readonly string _name;
    private readonly string _text;

    private EmbeddedDocument(JsonObject parent, string name, string text) => (_parent, _name, _text) = (parent, name, text);

    /// <exception cref="CannotRenderException">There is no text.</exception>
    public static EmbeddedDocument At(JsonPointer place, JsonObject body) => place.Parent(body) is JsonObject parent && parent.Text(place.Last) is { } text
        ? new EmbeddedDocument(parent, place.Last, text)
        : throw new CannotRenderException($"there is no text at {place}");

    /// <exception cref="CannotRenderException">It is no document.</exception>
    public void Change(Func<JsonNode?, JsonNode?> change)
    {
        var isJson = _text.AsSpan().TrimStart() is ['{' or '[', ..];
        JsonNode? document;
        try
        {
            document = isJson ? JsonTree.Parse(Encoding.UTF8.GetBytes(_text)) : YamlReader.ReadOne(_text);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new CannotRenderException($"the text at {_name} is no {(isJson ? "JSON" : "YAML")}: {e.Message}");
        }
        var changed = change(document);
        if (!isJson) _parent[_name] = YamlWriter.Write(changed);
        else if (_text.AsSpan().Trim().Contains('\n')) _parent[_name] = (changed?.ToJsonString(Indented) ?? "null") + "\n";
        else _parent[_name] = Encoding.UTF8.GetString(JsonTree.Write(changed));
    }
}
