using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>
/// <c>{{nodegroup}}</c> and <c>{{nodegroup.labels.x}}</c> in texts and names of members. Braces around anything else, as templates of other
/// tools have them, stay as they are.
/// </summary>
internal sealed partial class Variables(TargetPlan target)
{
    /// <summary>Whether a text or a member's name below has one.</summary>
    public static bool OccurIn(JsonNode? node) => node switch
    {
        JsonObject map => map.Any(member => OccurIn(member.Key) || OccurIn(member.Value)),
        JsonArray list => list.Any(OccurIn),
        JsonValue value when value.TryGetValue<string>(out var text) => OccurIn(text),
        _ => false,
    };

    /// <summary>Whether the text has one.</summary>
    public static bool OccurIn(string text) => text.Contains("{{", StringComparison.Ordinal) && Variable().IsMatch(text);

    /// <summary>Puts values in their places, in the tree itself.</summary>
    /// <exception cref="CannotRenderException">One has no value for this target.</exception>
    public void Fill(JsonNode? node, string path = "")
    {
        switch (node)
        {
            case JsonObject map: FillMembers(map, path); break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (TextWithVariables(list[i]) is { } text) list[i] = Fill(text, $"{path}/{i}");
                    else Fill(list[i], $"{path}/{i}");
                }
                break;
            default: break;
        }
    }

    /// <summary>The text with values in their places.</summary>
    /// <exception cref="CannotRenderException">One has no value for this target.</exception>
    public string Fill(string text, string path) => Variable().Replace(text, match => Value(match, path));

    private void FillMembers(JsonObject map, string path)
    {
        foreach (var (key, value) in map.ToList())
        {
            var name = OccurIn(key) ? Fill(key, $"{path}/{key}") : key;
            if (name != key)
            {
                if (map.ContainsKey(name)) throw new CannotRenderException($"'{key}' at {path}/{key} becomes '{name}', which is there already");
                map.Remove(key);
                map.Add(name, value);
            }
            if (TextWithVariables(value) is { } text) map[name] = Fill(text, $"{path}/{name}");
            else Fill(value, $"{path}/{name}");
        }
    }

    private static string? TextWithVariables(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && OccurIn(text) ? text : null;

    private string Value(Match match, string path)
    {
        if (!target.IsNodeGroup) throw Fault(match, path, $"{target.Entry.Place} selects nodes by their labels and has no node group");
        var of = match.Groups["of"].Value;
        if (of.Length == 0) return target.Name;
        if (!of.StartsWith(LabelsPrefix, StringComparison.Ordinal) || of.Length == LabelsPrefix.Length)
            throw Fault(match, path, "there is no such variable: want {{nodegroup}} or {{nodegroup.labels.LABEL}}");
        var label = of[LabelsPrefix.Length..];
        if (target.Group is null) throw Fault(match, path, $"the NodeGroup '{target.Name}' does not exist yet, so that its labels are not known");
        return target.Group.Labels.TryGetValue(label, out var value) ? value : throw Fault(match, path, $"the NodeGroup '{target.Name}' has no label '{label}'");
    }

    private const string LabelsPrefix = ".labels.";

    private static CannotRenderException Fault(Match match, string path, string cause) => new($"{match.Value} at {path}: {cause}");

    [GeneratedRegex(@"\{\{\s*nodegroup(?<of>(\.[^{}\s]*)?)\s*\}\}")]
    private static partial Regex Variable();
}
