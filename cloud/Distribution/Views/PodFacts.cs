using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What decides who may see what a pod names.</summary>
/// <param name="Node">Where it is bound; empty while it is not.</param>
/// <param name="ServiceAccount">Whose rights it has.</param>
/// <param name="Names">What it names, each once: Secrets, ConfigMaps, its ServiceAccount, claims.</param>
internal sealed record PodFacts(string Node, ObjectKey ServiceAccount, IReadOnlySet<ObjectIdentity> Names)
{
    /// <summary>Reads a pod. A pod that is not bound names nothing yet.</summary>
    public static PodFacts Read(RawObject pod)
    {
        using var document = JsonDocument.Parse(pod.Json);
        if (!document.RootElement.TryGetProperty("spec", out var spec) || Text(spec, "nodeName") is not { Length: > 0 } node)
            return new PodFacts("", new ObjectKey(pod.Key.Namespace, "default"), new HashSet<ObjectIdentity>());

        var account = new ObjectKey(pod.Key.Namespace, Text(spec, "serviceAccountName") is { Length: > 0 } name ? name : "default");
        var names = new NameCollector(pod.Key);
        names.ServiceAccount(account.Name);
        foreach (var list in (string[])["containers", "initContainers", "ephemeralContainers"])
        {
            foreach (var container in Items(spec, list)) names.Container(container);
        }
        foreach (var secret in Items(spec, "imagePullSecrets")) names.Secret(Text(secret, "name"));
        foreach (var volume in Items(spec, "volumes")) names.Volume(volume);
        return new PodFacts(node, account, names.Found);
    }

    internal static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];
}
