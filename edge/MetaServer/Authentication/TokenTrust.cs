using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.Store.Reading;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Whose tokens are believed: the issuer and the keys that the cluster publishes. Empty until both documents are held.</summary>
/// <param name="Issuer">The issuer; empty where it is not known.</param>
/// <param name="Keys">By their key id.</param>
internal sealed record TokenTrust(string Issuer, IReadOnlyDictionary<string, TokenKey> Keys)
{
    public static TokenTrust Read(IObjectReader reader) => new(ReadIssuer(reader), ReadKeys(reader));

    private static string ReadIssuer(IObjectReader reader)
    {
        if (DocumentReader.Find(reader, "/.well-known/openid-configuration") is not { } found) return "";
        try
        {
            using var document = JsonDocument.Parse(found.Body);
            return document.RootElement.TryGetProperty("issuer"u8, out var issuer) ? issuer.GetString() ?? "" : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static Dictionary<string, TokenKey> ReadKeys(IObjectReader reader)
    {
        var keys = new Dictionary<string, TokenKey>(StringComparer.Ordinal);
        if (DocumentReader.Find(reader, "/openid/v1/jwks") is not { } found) return keys;
        try
        {
            using var document = JsonDocument.Parse(found.Body);
            foreach (var entry in document.RootElement.GetProperty("keys"u8).EnumerateArray())
            {
                if (entry.TryGetProperty("kid"u8, out var id) && id.GetString() is { } name && TokenKey.Read(entry) is { } key) keys[name] = key;
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // What could be read counts; a token of another key is refused.
        }
        return keys;
    }
}
