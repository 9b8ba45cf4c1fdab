using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>The fields of one overrider. What the definition in the cluster would refuse is refused here in the same way, for those without a cluster.</summary>
internal static class Fields
{
    /// <exception cref="CannotRenderException">It is missing or no text.</exception>
    public static string Required(this JsonObject entry, string name) =>
        entry.Optional(name) is { Length: > 0 } text ? text : throw new CannotRenderException($"{name} is missing");

    /// <exception cref="CannotRenderException">It is no text.</exception>
    public static string? Optional(this JsonObject entry, string name) => entry[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new CannotRenderException($"{name} must be a text"),
    };

    /// <exception cref="CannotRenderException">It is none of these.</exception>
    public static string OneOf(this JsonObject entry, string name, params ReadOnlySpan<string> allowed)
    {
        var text = entry.Required(name);
        return allowed.Contains(text) ? text : throw new CannotRenderException($"{name} is '{text}': want {string.Join(", ", allowed[..^1]!)} or {allowed[^1]}");
    }

    /// <exception cref="CannotRenderException">It is there and no list of texts.</exception>
    public static IReadOnlyList<string> Texts(this JsonObject entry, string name) => entry[name] switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text)
            ? text
            : throw new CannotRenderException($"{name} must be a list of texts"))],
        _ => throw new CannotRenderException($"{name} must be a list of texts"),
    };
}
