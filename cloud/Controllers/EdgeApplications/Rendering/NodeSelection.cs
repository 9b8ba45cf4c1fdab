using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>A selector of nodes, as a target.</summary>
/// <param name="Name"><c>ls-</c> and eight hex digits.</param>
/// <param name="Requirements">All must hold; in an order that does not depend on how they were written.</param>
/// <param name="IsLabelsOnly">Whether there are no expressions, so that a pod's nodeSelector can say it.</param>
internal sealed record NodeSelection(string Name, IReadOnlyList<LabelRequirement> Requirements, bool IsLabelsOnly)
{
    /// <summary>
    /// The digits begin the SHA-256 of the labels' keys and values, one behind the other, sorted by key: what KubeEdge does, so that its objects
    /// are found again. It ignores expressions; here each follows as a line of its own, in Kubernetes' notation, sorted.
    /// </summary>
    public static NodeSelection Of(LabelSelector selector, JsonElement json)
    {
        var labels = json.TryGetProperty("matchLabels", out var map) && map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().Select(label => (Key: label.Name, Value: label.Value.GetString()!)).OrderBy(label => label.Key, StringComparer.Ordinal).ToList()
            : [];
        // An expression is never exact, so that it cannot be taken for a label: "a in (b)" where the label gives "a=b".
        var left = labels.Select(label => $"{label.Key}={label.Value}").ToHashSet();
        var requirements = selector.Requirements.OrderBy(r => r.Key, StringComparer.Ordinal).ThenBy(r => r.ToString(), StringComparer.Ordinal).ToList();
        var expressions = requirements.Select(r => r.ToString()).Where(text => !left.Remove(text)).Order(StringComparer.Ordinal).ToList();

        var text = new StringBuilder();
        foreach (var (key, value) in labels) text.Append(key).Append(value);
        foreach (var expression in expressions) text.Append('\n').Append(expression);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return new NodeSelection($"ls-{Convert.ToHexStringLower(hash.AsSpan(0, 4))}", requirements, expressions.Count == 0);
    }
}
