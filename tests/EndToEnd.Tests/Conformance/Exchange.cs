using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>One request, answered by the judge and by a node.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Wanted">The judge's answer.</param>
/// <param name="Given">The node's.</param>
public sealed partial record Exchange(GeneratedRequest Request, Answer Wanted, Answer Given)
{
    private const string EndOfCertificate = "-----END CERTIFICATE-----";

    /// <summary>What differs; null where nothing does.</summary>
    public string? Difference()
    {
        if (Wanted.Code != Given.Code) return $"code {Wanted.Code}, got {Given.Code}: {Brief(Given.Text)} (want {Brief(Wanted.Text)})";
        if (Wanted.ContentType != Given.ContentType) return $"Content-Type {Wanted.ContentType}, got {Given.ContentType}";
        if (Wanted.Header("Vary") != Given.Header("Vary")) return $"Vary {Wanted.Header("Vary")}, got {Given.Header("Vary")}";
        if (Wanted.Code == 200 && !Request.IsWatch && IsPretty(Wanted) != IsPretty(Given)) return $"pretty {IsPretty(Wanted)}";
        var (want, got) = (Comparable(Wanted), Comparable(Given));
        return want == got ? null : $"\n   want {Brief(want, got)}\n   got  {Brief(got, want)}";
    }

    /// <summary>Whether one still comes in the one second of a watch is chance at the API server; the one that ends the initial state is none.</summary>
    private static bool IsMereBookmark(JsonNode change) => (string?)change["type"] == "BOOKMARK" && change["object"]!["metadata"]!["annotations"] is null;

    private string Comparable(Answer answer)
    {
        if (Request.IsWatch && answer.Code == 200) return string.Join('\n', answer.Events().Where(change => !IsMereBookmark(change)).Select(change => Sorted(Bare(change)).ToJsonString()));
        if (!answer.ContentType.StartsWith("application/json", StringComparison.Ordinal)) return answer.Text;
        return Sorted(Bare(answer.Json.DeepClone())).ToJsonString();
    }

    /// <summary>Without what may differ between two moments or two servers: managedFields, ages, a list's own version and its token.</summary>
    private JsonNode Bare(JsonNode node)
    {
        if (node is JsonObject map)
        {
            if ((string?)map["type"] == "BOOKMARK" && map["object"] is JsonObject bookmark)
            {
                // Go's empty fields, and whatever revision it is.
                foreach (var (name, _) in bookmark.Where(member => member.Key is not ("kind" or "apiVersion" or "metadata" or "columnDefinitions" or "rows")).ToArray()) bookmark.Remove(name);
                if (bookmark["metadata"] is JsonObject about)
                {
                    about.Remove("resourceVersion");
                    about.Remove("creationTimestamp");
                }
            }
            if (map["metadata"] is JsonObject metadata)
            {
                metadata.Remove("managedFields");
                if (map.ContainsKey("items") || map.ContainsKey("rows"))
                {
                    // Of a state that is named its version is the name; 00 is a way to say that none is.
                    if (!Request.Path.Contains("Exact", StringComparison.Ordinal) || Request.Path.Contains("resourceVersion=00", StringComparison.Ordinal)) metadata.Remove("resourceVersion");
                    // Lists of custom resources say that nothing follows where others say nothing.
                    if ((string?)metadata["continue"] is { Length: 0 }) metadata.Remove("continue");
                    if (metadata["continue"] is not null) metadata["continue"] = "token";
                }
            }
            // Law 1: where the cluster's signer does not sign for MetaServers, our CA stands behind the cluster's own.
            if ((string?)map["metadata"]?["name"] == "kube-root-ca.crt" && map["data"] is JsonObject data && (string?)data["ca.crt"] is { } trusted)
                data["ca.crt"] = trusted[..(trusted.IndexOf(EndOfCertificate, StringComparison.Ordinal) + EndOfCertificate.Length)];
            if (map["columnDefinitions"] is JsonArray columns)
            {
                foreach (var column in columns) column!.AsObject().Remove("description");
            }
            if (map["cells"] is JsonArray cells)
            {
                for (var i = 0; i < cells.Count; i++)
                {
                    if (cells[i] is JsonValue cell && cell.TryGetValue(out string? text) && Age().IsMatch(text)) cells[i] = "age";
                }
            }
            foreach (var (_, value) in map.ToArray())
            {
                if (value is not null) Bare(value);
            }
        }
        else if (node is JsonArray list)
        {
            foreach (var item in list) if (item is not null) Bare(item);
        }
        return node;
    }

    /// <summary>The order of members says nothing: custom resources come sorted from the API server.</summary>
    private static JsonNode Sorted(JsonNode node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value is null ? null : (JsonNode?)Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => item is null ? null : Sorted(item))]),
        _ => node.DeepClone(),
    };

    [GeneratedRegex("^([0-9]+[dhms])+$")]
    private static partial Regex Age();

    private static bool IsPretty(Answer answer) => answer.Text.StartsWith("{\n", StringComparison.Ordinal);

    private static string Brief(string text, string? other = null)
    {
        var from = 0;
        while (other is not null && from < text.Length && from < other.Length && text[from] == other[from]) from++;
        from = Math.Max(0, from - 60);
        return text[from..Math.Min(text.Length, from + 260)].ReplaceLineEndings(" ");
    }
}
