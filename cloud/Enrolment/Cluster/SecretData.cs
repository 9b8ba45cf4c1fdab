using System.Text;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;

/// <summary>Reads and writes the base64 values of a Secret.</summary>
internal static class SecretData
{
    /// <summary>The value as text; null where the key is missing or does not hold base64.</summary>
    public static string? Text(JsonNode? secret, string key)
    {
        if (secret?["data"]?[key] is not JsonValue value || !value.TryGetValue<string>(out var encoded))
            return null;

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var written) ? Encoding.UTF8.GetString(bytes, 0, written) : null;
    }

    /// <summary>A new Secret.</summary>
    public static JsonObject Create(string name, string ns, string type, IEnumerable<KeyValuePair<string, string>> data) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns },
        ["type"] = type,
        ["data"] = new JsonObject(data.Select(entry =>
            KeyValuePair.Create<string, JsonNode?>(entry.Key, Convert.ToBase64String(Encoding.UTF8.GetBytes(entry.Value))))),
    };
}
