using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

/// <summary>YAML as the JSON that kubectl makes of it. JSON is YAML.</summary>
public static class YamlReader
{
    /// <summary>Aliases can make a short text stand for a document without end.</summary>
    private const int MaxNodes = 1_000_000;
    private const int MaxDepth = 500;
    private const string TextTag = "tag:yaml.org,2002:str";

    /// <summary>Reads every document of a stream; those that are empty or null are left out.</summary>
    /// <exception cref="FormatException">It is not YAML, or has no JSON; the message says where.</exception>
    public static IReadOnlyList<JsonNode> Read(TextReader text)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(text);
        }
        catch (Exception e) when (e is YamlException or ArgumentException)
        {
            throw new FormatException($"not YAML: {e.Message}", e);
        }
        var left = MaxNodes;
        return [.. stream.Documents.Select(document => Convert(document.RootNode, MaxDepth, ref left)).OfType<JsonNode>()];
    }

    /// <summary>Reads a text of at most one document; null where there is none.</summary>
    /// <exception cref="FormatException">It is not YAML, has no JSON, or has several documents.</exception>
    public static JsonNode? ReadOne(string text) => Read(new StringReader(text)) switch
    {
        [] => null,
        [var document] => document,
        _ => throw new FormatException("has several documents"),
    };

    private static JsonNode? Convert(YamlNode node, int depth, ref int left)
    {
        if (depth == 0 || --left < 0) throw new FormatException($"line {node.Start.Line}: nested too deeply, or aliases make it too large");
        switch (node)
        {
            case YamlMappingNode mapping: return Object(mapping, depth - 1, ref left);
            case YamlSequenceNode sequence:
                var list = new JsonArray();
                foreach (var item in sequence.Children) list.Add(Convert(item, depth - 1, ref left));
                return list;
            case YamlScalarNode { Style: ScalarStyle.Plain } plain when plain.Tag.IsEmpty || (!plain.Tag.IsNonSpecific && plain.Tag.Value != TextTag):
                return YamlScalars.Resolve(plain.Value ?? "");
            case YamlScalarNode scalar: return scalar.Value;
            default: throw new FormatException($"line {node.Start.Line}: a {node.NodeType} has no JSON");
        }
    }

    private static JsonObject Object(YamlMappingNode mapping, int depth, ref int left)
    {
        var made = new JsonObject();
        var merged = new List<YamlNode>();
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } name } scalar) throw new FormatException($"line {key.Start.Line}: a member's name must be a text");
            if (name == "<<" && scalar.Style == ScalarStyle.Plain) merged.Add(value);
            else made[name] = Convert(value, depth, ref left);
        }
        foreach (var source in merged.SelectMany(value => value is YamlSequenceNode several ? several.Children : [value])) Merge(source, made, depth, ref left);
        return made;
    }

    /// <summary>What is written in the mapping itself takes precedence over what is merged into it.</summary>
    private static void Merge(YamlNode source, JsonObject into, int depth, ref int left)
    {
        if (source is not YamlMappingNode || depth == 0) throw new FormatException($"line {source.Start.Line}: << merges mappings only");
        foreach (var (name, value) in Object((YamlMappingNode)source, depth - 1, ref left).ToList())
        {
            if (!into.ContainsKey(name)) into[name] = value?.DeepClone();
        }
    }
}
