using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <summary>A bootstrap token as Kubernetes writes it down.</summary>
internal static class BootstrapSecret
{
    public const string Namespace = "kube-system";
    public const string Type = "bootstrap.kubernetes.io/token";
    public const string NamePrefix = "bootstrap-token-";

    /// <summary>Our addition: the only node that may use the token.</summary>
    public const string NodeAnnotation = "edgemesh.kubeedge.io/node";

    /// <summary>What the token is in the cluster's own eyes, should somebody show it to the API server: nobody with any rights.</summary>
    private const string Group = "system:bootstrappers:edgemesh";

    public static JsonObject Write(BootstrapToken token, DateTimeOffset expires, string? node, string description)
    {
        var secret = SecretData.Create(NamePrefix + token.Id, Namespace, Type,
        [
            new("token-id", token.Id),
            new("token-secret", token.Secret),
            new("expiration", expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            new("usage-bootstrap-authentication", "true"),
            new("auth-extra-groups", Group),
            new("description", description),
        ]);
        if (node is not null)
            secret["metadata"]!["annotations"] = new JsonObject { [NodeAnnotation] = node };
        return secret;
    }

    /// <summary>
    /// Reads a token's facts; null where the Secret is none with which a node may join: another type, being deleted, not meant for
    /// authentication, or with an expiration that cannot be read (closed, not open).
    /// </summary>
    public static TokenRecord? Read(JsonNode? secret)
    {
        var metadata = secret?["metadata"];
        if (Text(secret?["type"]) != Type || metadata?["deletionTimestamp"] is not null
            || SecretData.Text(secret, "usage-bootstrap-authentication") != "true"
            || SecretData.Text(secret, "token-id") is not { Length: BootstrapToken.IdLength } id
            || Text(metadata?["name"]) != NamePrefix + id)
            return null;

        DateTimeOffset? expires = null;
        if (SecretData.Text(secret, "expiration") is { Length: > 0 } expiration)
        {
            if (!DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return null;
            expires = time;
        }

        return new TokenRecord(id, expires, Text(metadata?["annotations"]?[NodeAnnotation]), SecretData.Text(secret, "description") ?? "");
    }

    /// <summary>Compares the secret part in a time that does not depend on where it differs.</summary>
    public static bool Matches(JsonNode? secret, BootstrapToken token) =>
        SecretData.Text(secret, "token-secret") is { Length: BootstrapToken.SecretLength } kept
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept), Encoding.UTF8.GetBytes(token.Secret));

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
