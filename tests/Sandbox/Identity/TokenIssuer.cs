using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Identity;

/// <summary>Issues service-account tokens: JWTs signed with ES256.</summary>
internal sealed class TokenIssuer
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private static readonly TimeSpan s_extended = TimeSpan.FromSeconds(3607), s_extension = TimeSpan.FromDays(365);
    private readonly ECDsa _key;
    private readonly TimeProvider _time;
    private readonly string _keyId;

    public TokenIssuer(ECDsa key, TimeProvider time)
    {
        _key = key;
        _time = time;
        _keyId = Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>Issues a token for the ServiceAccount.</summary>
    /// <param name="account">The ServiceAccount.</param>
    /// <param name="audiences">Whom it is for; empty for the API server.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="pod">The pod that it is bound to; null for none.</param>
    /// <returns>The token, and until when its owner is told to use it.</returns>
    public (string Token, DateTimeOffset Expires) Issue(JsonObject account, IReadOnlyList<string> audiences, TimeSpan lifetime, JsonObject? pod)
    {
        var now = _time.GetUtcNow();
        var metadata = account.Meta();
        var (ns, name) = (metadata.Str("namespace"), metadata.Str("name"));
        var bound = new JsonObject { ["namespace"] = ns, ["serviceaccount"] = Named(metadata) };
        if (pod is not null)
        {
            bound["pod"] = Named(pod.Meta());
            if (pod.Obj("spec").Str("nodeName") is { Length: > 0 } node) bound["node"] = new JsonObject { ["name"] = node };
        }
        // As an API server does by default (service-account-extend-token-expiration): what pods are given by default is good for a year, for
        // programs that read it once; its owner is told to renew it within the hour all the same.
        var extended = pod is not null && lifetime == s_extended && audiences.All(audience => audience == Issuer);
        if (extended) bound["warnafter"] = (now + lifetime).ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["aud"] = new JsonArray([.. (audiences.Count == 0 ? [Issuer] : audiences).Select(item => JsonValue.Create(item))]),
            ["exp"] = (now + (extended ? s_extension : lifetime)).ToUnixTimeSeconds(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = bound,
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["sub"] = $"system:serviceaccount:{ns}:{name}",
        };
        var token = Sign(claims);
        Told.Token(token);
        return (token, DateTimeOffset.FromUnixTimeSeconds((now + lifetime).ToUnixTimeSeconds()));
    }

    /// <summary>The keys by which tokens are verified, as <c>/openid/v1/jwks</c> shows them.</summary>
    public JsonObject KeySet()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["use"] = "sig",
                ["kty"] = "EC",
                ["kid"] = _keyId,
                ["crv"] = "P-256",
                ["alg"] = "ES256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            }),
        };
    }

    /// <summary>What <c>/.well-known/openid-configuration</c> shows.</summary>
    public static JsonObject Configuration(Uri address) => new()
    {
        ["issuer"] = Issuer,
        ["jwks_uri"] = new Uri(address, "/openid/v1/jwks").ToString(),
        ["response_types_supported"] = new JsonArray("id_token"),
        ["subject_types_supported"] = new JsonArray("public"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("ES256"),
    };

    private string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["kid"] = _keyId, ["typ"] = "JWT" };
        var signed = $"{Base64Url.EncodeToString(ObjectBytes.Write(header))}.{Base64Url.EncodeToString(ObjectBytes.Write(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }

    private static JsonObject Named(JsonObject metadata) => new() { ["name"] = metadata.Str("name"), ["uid"] = metadata.Str("uid") };
}
