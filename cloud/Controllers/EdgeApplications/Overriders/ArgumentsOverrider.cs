using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>An entry of <c>commandOverriders</c> or <c>argsOverriders</c>.</summary>
/// <param name="Field"><c>command</c> or <c>args</c>.</param>
/// <param name="Place">Where it stands.</param>
/// <param name="Container"><c>containerName</c></param>
/// <param name="Adds">Whether the values are appended; else those equal to one of them go.</param>
/// <param name="Values"><c>value</c></param>
internal sealed record ArgumentsOverrider(string Field, string Place, string Container, bool Adds, IReadOnlyList<string> Values) : IOverrider
{
    public static IOverrider Read(string field, JsonObject entry, string place) =>
        new ArgumentsOverrider(field, place, entry.Required("containerName"), entry.OneOf("operator", "add", "remove") == "add", entry.Texts("value"));

    public bool Takes(Manifest manifest, JsonObject body) => Containers.Named(manifest, body, Container).Any();

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        foreach (var container in Containers.Named(manifest, body, Container))
        {
            if (Adds && Values.Count > 0)
            {
                var list = container.List(Field);
                foreach (var value in Values) list.Add(value);
            }
            else if (!Adds && container[Field] is JsonArray list)
                list.RemoveAll(item => item is JsonValue value && value.TryGetValue<string>(out var text) && Values.Contains(text));
        }
        return body;
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => Containers.Missing(Container, manifests);
}
