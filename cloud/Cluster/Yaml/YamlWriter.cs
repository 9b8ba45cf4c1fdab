using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

/// <summary>JSON as YAML that people read: blocks, texts of several lines as such, quotes only where a text would be taken for something else.</summary>
public static partial class YamlWriter
{
    /// <summary>Writes one document, without a marker before it. Reading it gives the same JSON.</summary>
    public static string Write(JsonNode? node)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: false, indentSequences: false));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in map)
                {
                    Emit(emitter, name, isKey: true);
                    Emit(emitter, value);
                }
                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list) Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Emit(emitter, value.GetValue<string>());
                break;
            default:
                Emit(emitter, node?.ToJsonString() ?? "null", ScalarStyle.Plain);
                break;
        }
    }

    private static void Emit(Emitter emitter, string text, bool isKey = false) => Emit(emitter, text, Style(text, isKey));

    private static void Emit(Emitter emitter, string text, ScalarStyle style) => emitter.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: style == ScalarStyle.Plain || style == ScalarStyle.Any, isQuotedImplicit: style != ScalarStyle.Plain));

    private static ScalarStyle Style(string text, bool isKey)
    {
        if (text.Any(c => char.IsControl(c) && c != '\n') || text.Contains('\u2028') || text.Contains('\u2029') || text.Contains('\uFEFF')) return ScalarStyle.DoubleQuoted;
        if (text.Contains('\n')) return isKey || text[0] is '\n' or ' ' || text.Split('\n').Any(line => line.EndsWith(' ')) ? ScalarStyle.DoubleQuoted : ScalarStyle.Literal;
        // Plain is what nobody could take for anything else. YAML allows more, but its parsers do not agree on " *", " &" and the like in the middle.
        return Plain().IsMatch(text) && YamlScalars.IsText(text) ? ScalarStyle.Any : ScalarStyle.SingleQuoted;
    }

    [GeneratedRegex(@"\A(?!---|\.\.\.)(?:[\p{L}\p{N}_/.]|-(?=[-\p{L}]))(?:[\p{L}\p{N}_/.+=@,;()-]|:(?=\S)| (?=[\p{L}\p{N}_/.+=(-]))*\z")]
    private static partial Regex Plain();
}
