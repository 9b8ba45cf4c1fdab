using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <summary>A bootstrap token as Kubernetes writes it down.</summary>
internal static partial class BootstrapSecret
{
    public const string Namespace = "kube-system";
    public const string Type = "bootstrap.kubernetes.io/token";
    public const string NamePrefix = "bootstrap-token-";

    /// <summary>Our addition: the only node that may use the token.</summary>
    public const string NodeAnnotation = "edgemesh.kubeedge.io/node";

    /// <summary>Our addition: how often the token may still be used.</summary>
    public const string UsesAnnotation = "edgemesh.kubeedge.io/uses";

    /// <summary>What the token is in the cluster's own eyes, should somebody show it to the API server: nobody with any rights.</summary>
    private const string Group = "system:bootstrappers:edgemesh";

    public static JsonObject Write(BootstrapToken token, DateTimeOffset expires, TokenTerms terms)
    {
        var secret = SecretData.Create(NamePrefix + token.Id, Namespace, Type,
        [
            new("token-id", token.Id),
            new("token-secret", token.Secret),
            new("expiration", expires.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
            new("usage-bootstrap-authentication", "true"),
            new("auth-extra-groups", Group),
            new("description", terms.Description),
        ]);
        var annotations = new JsonObject();
        if (terms.Node is { } node) annotations[NodeAnnotation] = node;
        if (terms.Uses is { } uses) annotations[UsesAnnotation] = Text(uses);
        if (annotations.Count > 0) secret["metadata"]!["annotations"] = annotations;
        return secret;
    }

    /// <summary>Writes how often the token may still be used.</summary>
    public static void SetUses(JsonNode secret, int uses) => secret["metadata"]!["annotations"]![UsesAnnotation] = Text(uses);

    /// <summary>
    /// Reads a token's facts; null where the Secret is none with which a node may join: another type, being deleted, not meant for
    /// authentication, with groups that the API server would not take it with, or with an expiration or a number of uses that cannot be read (closed, not open).
    /// </summary>
    public static TokenRecord? Read(JsonNode? secret)
    {
        var metadata = secret?["metadata"];
        if (Text(secret?["type"]) != Type || metadata?["deletionTimestamp"] is not null
            || SecretData.Text(secret, "usage-bootstrap-authentication") != "true"
            || SecretData.Text(secret, "token-id") is not { Length: BootstrapToken.IdLength } id
            || Text(metadata?["name"]) != NamePrefix + id
            || !(SecretData.Text(secret, "auth-extra-groups") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).All(group => BootstrapGroup().IsMatch(group)))
            return null;

        DateTimeOffset? expires = null;
        if (SecretData.Text(secret, "expiration") is { Length: > 0 } expiration)
        {
            if (!Rfc3339().IsMatch(expiration) || !DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
                return null;
            expires = time;
        }

        int? uses = null;
        var annotations = metadata?["annotations"] as JsonObject;
        if (annotations?.ContainsKey(UsesAnnotation) == true)
        {
            if (!int.TryParse(Text(annotations[UsesAnnotation]), NumberStyles.None, CultureInfo.InvariantCulture, out var left)) return null;
            uses = left;
        }

        return new TokenRecord(id, expires, Text(annotations?[NodeAnnotation]), uses, SecretData.Text(secret, "description") ?? "");
    }

    /// <summary>Compares the secret part in a time that does not depend on where it differs.</summary>
    public static bool Matches(JsonNode? secret, BootstrapToken token) =>
        SecretData.Text(secret, "token-secret") is { Length: BootstrapToken.SecretLength } kept
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(kept), Encoding.UTF8.GetBytes(token.Secret));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The groups that a bootstrap token may give, as the API server has them.</summary>
    [GeneratedRegex(@"\Asystem:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]\z")]
    private static partial Regex BootstrapGroup();

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();
}
