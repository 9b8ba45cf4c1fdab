using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>Which manifests an overrider means: the parts that are given must be equal.</summary>
internal sealed record ManifestChoice(string? ApiVersion, string? Kind, string? Name)
{
    /// <summary>Null where the entry does not choose.</summary>
    public static ManifestChoice? Read(JsonObject entry) => entry["manifest"] switch
    {
        null => null,
        JsonObject choice => new ManifestChoice(choice.Optional("apiVersion"), choice.Optional("kind"), choice.Optional("name")),
        _ => throw new CannotRenderException("manifest must be an object with apiVersion, kind and name"),
    };

    public bool Matches(Manifest manifest, JsonObject body) =>
        (ApiVersion is null || ApiVersion == manifest.ApiVersion)
        && (Kind is null || Kind == manifest.Kind)
        // The variables in both are filled in by now, or in neither.
        && (Name is null || Name == manifest.Name || Name == (body["metadata"] as JsonObject)?.Text("name"));

    public override string ToString() =>
        string.Join(", ", new[] { ("apiVersion", ApiVersion), ("kind", Kind), ("name", Name) }.Where(part => part.Item2 is not null).Select(part => $"{part.Item1} '{part.Item2}'"));
}
