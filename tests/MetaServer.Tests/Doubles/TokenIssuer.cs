using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>Issues service-account tokens as an API server does, and publishes its keys.</summary>
internal sealed class TokenIssuer : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly Dictionary<string, ECDsa> _elliptic = new()
    {
        ["ES256"] = ECDsa.Create(ECCurve.NamedCurves.nistP256),
        ["ES384"] = ECDsa.Create(ECCurve.NamedCurves.nistP384),
        ["ES512"] = ECDsa.Create(ECCurve.NamedCurves.nistP521),
    };

    public void Publish(ObjectStore store)
    {
        var keys = new JsonArray();
        var rsa = _rsa.ExportParameters(false);
        keys.Add(new JsonObject { ["use"] = "sig", ["kty"] = "RSA", ["kid"] = "RS256", ["alg"] = "RS256", ["n"] = Text(rsa.Modulus!), ["e"] = Text(rsa.Exponent!) });
        foreach (var (name, key) in _elliptic)
        {
            var point = key.ExportParameters(false).Q;
            var curve = name switch { "ES256" => "P-256", "ES384" => "P-384", _ => "P-521" };
            keys.Add(new JsonObject { ["use"] = "sig", ["kty"] = "EC", ["kid"] = name, ["crv"] = curve, ["x"] = Text(point.X!), ["y"] = Text(point.Y!) });
        }
        store.PutDocument("/openid/v1/jwks", new JsonObject { ["keys"] = keys }.ToJsonString(), "application/jwk-set+json");
        store.PutDocument("/.well-known/openid-configuration", new JsonObject { ["issuer"] = Issuer }.ToJsonString());
    }

    /// <summary>A token of a service account; <paramref name="change"/> makes it a bad one.</summary>
    public string Issue(
        DateTimeOffset now, string account = "till", string uid = "u1", string? pod = null, string podUid = "p1", string? node = null,
        string algorithm = "RS256", Action<JsonObject, JsonObject>? change = null)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["kid"] = algorithm };
        var own = new JsonObject
        {
            ["namespace"] = "shop",
            ["serviceaccount"] = new JsonObject { ["name"] = account, ["uid"] = uid },
        };
        if (pod is not null) own["pod"] = new JsonObject { ["name"] = pod, ["uid"] = podUid };
        if (node is not null) own["node"] = new JsonObject { ["name"] = node, ["uid"] = "n1" };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = new JsonArray(Issuer),
            ["sub"] = $"system:serviceaccount:shop:{account}",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
            ["kubernetes.io"] = own,
        };
        change?.Invoke(header, claims);
        var signed = $"{Text(header)}.{Text(claims)}";
        return $"{signed}.{Text(Sign(algorithm, Encoding.ASCII.GetBytes(signed)))}";
    }

    public void Dispose()
    {
        _rsa.Dispose();
        foreach (var key in _elliptic.Values) key.Dispose();
    }

    private byte[] Sign(string algorithm, byte[] data) => algorithm == "RS256"
        ? _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : _elliptic[algorithm].SignData(data, algorithm switch
        {
            "ES256" => HashAlgorithmName.SHA256,
            "ES384" => HashAlgorithmName.SHA384,
            _ => HashAlgorithmName.SHA512,
        });

    private static string Text(JsonObject json) => Text(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
