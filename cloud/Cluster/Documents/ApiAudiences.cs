using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>
/// The API server's audiences, which no API tells and which need not be its issuer: a managed cluster's seldom are. The cloud's own token says them, where it
/// is a pod's; with any other credential the document is absent, and edges take the issuer, which is what an API server does by default.
/// </summary>
internal static class ApiAudiences
{
    public static DocumentSource Source { get; } = new(DocumentNames.ApiAudiences, DocumentNames.TokenIssuer) { Extract = Read };

    private static Document? Read(HttpResponseMessage response, byte[] configuration)
    {
        using var json = JsonDocument.Parse(configuration);
        var issuer = json.RootElement.TryGetProperty("issuer", out var text) ? text.GetString() : null;
        if (issuer is null || OwnToken.AudiencesOf(response.RequestMessage, issuer) is not { Count: > 0 } audiences)
            return null;

        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartArray();
            foreach (var audience in audiences)
                writer.WriteStringValue(audience);
            writer.WriteEndArray();
        }

        return new Document("application/json", "", body.ToArray());
    }
}
