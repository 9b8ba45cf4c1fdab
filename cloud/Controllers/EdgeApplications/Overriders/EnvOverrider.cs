using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>An entry of <c>envOverriders</c>.</summary>
/// <remarks>
/// A variable that is added and there already is set in its place. KubeEdge appends it a second time, and the last one counts; a list with the
/// same name twice cannot be applied.
/// </remarks>
internal sealed record EnvOverrider(string Place, string Container, bool Removes, IReadOnlyList<JsonObject> Variables) : IOverrider
{
    public static IOverrider Read(JsonObject entry, string place)
    {
        var (container, removes) = (entry.Required("containerName"), entry.OneOf("operator", "add", "remove", "replace") == "remove");
        var variables = new List<JsonObject>();
        if (entry["value"] is { } node)
        {
            var list = node as JsonArray ?? throw new CannotRenderException("value must be a list of variables");
            for (var i = 0; i < list.Count; i++)
                variables.Add(list[i] is JsonObject variable && variable.Text("name") is { Length: > 0 } ? variable : throw new CannotRenderException($"value[{i}] must be a variable with a name"));
        }
        return new EnvOverrider(place, container, removes, variables);
    }

    public bool Takes(Manifest manifest, JsonObject body) => Containers.Named(manifest, body, Container).Any();

    public JsonObject Apply(Manifest manifest, JsonObject body)
    {
        foreach (var container in Containers.Named(manifest, body, Container))
        {
            if (Removes && container["env"] is JsonArray present) present.RemoveAll(item => item is JsonObject v && Variables.Any(r => r.Text("name") == v.Text("name")));
            else if (!Removes && Variables.Count > 0) Set(container.List("env"));
        }
        return body;
    }

    public string Untaken(IReadOnlyList<Manifest> manifests) => Containers.Missing(Container, manifests);

    private void Set(JsonArray env)
    {
        foreach (var variable in Variables)
        {
            var index = env.TakeWhile(item => (item as JsonObject)?.Text("name") != variable.Text("name")).Count();
            if (index < env.Count) env[index] = variable.DeepClone();
            else env.Add(variable.DeepClone());
        }
    }
}
