using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Whose tokens are believed: what the cluster publishes, and the cloud where the cluster does not. Empty until these documents are held.</summary>
/// <param name="Issuer">The issuer; empty where it is not known.</param>
/// <param name="Audiences">The API server's: a token is good for one of these.</param>
/// <param name="Keys">By their key id.</param>
internal sealed record TokenTrust(string Issuer, IReadOnlyList<string> Audiences, IReadOnlyDictionary<string, TokenKey> Keys)
{
    public static TokenTrust Read(IObjectReader reader)
    {
        var issuer = ReadIssuer(reader);
        // An API server that is not told otherwise takes what is for its issuer.
        return new(issuer, ReadAudiences(reader) is { Count: > 0 } audiences ? audiences : [issuer], ReadKeys(reader));
    }

    private static string ReadIssuer(IObjectReader reader)
    {
        if (DocumentReader.Find(reader, DocumentNames.TokenIssuer) is not { } found) return "";
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

    private static List<string> ReadAudiences(IObjectReader reader)
    {
        if (DocumentReader.Find(reader, DocumentNames.ApiAudiences) is not { } found) return [];
        try
        {
            using var document = JsonDocument.Parse(found.Body);
            return [.. document.RootElement.EnumerateArray().Select(audience => audience.GetString()).OfType<string>()];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static Dictionary<string, TokenKey> ReadKeys(IObjectReader reader)
    {
        var keys = new Dictionary<string, TokenKey>(StringComparer.Ordinal);
        if (DocumentReader.Find(reader, DocumentNames.TokenKeys) is not { } found) return keys;
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
