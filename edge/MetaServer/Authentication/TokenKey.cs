using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>One public key with which the cluster signs tokens. It decides by itself which algorithm it is for: a token cannot choose.</summary>
internal sealed class TokenKey
{
    private readonly RSAParameters? _rsa;
    private readonly ECParameters? _ec;
    private readonly HashAlgorithmName _hash;
    private readonly string _algorithm;

    private TokenKey(string algorithm, HashAlgorithmName hash, RSAParameters? rsa, ECParameters? ec)
    {
        _algorithm = algorithm;
        _hash = hash;
        _rsa = rsa;
        _ec = ec;
    }

    /// <summary>From an entry of a JSON Web Key Set; null where it is of a kind that is not for service accounts.</summary>
    public static TokenKey? Read(JsonElement key)
    {
        try
        {
            return Text(key, "kty") switch
            {
                "RSA" => new TokenKey("RS256", HashAlgorithmName.SHA256, new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }, null),
                "EC" => Text(key, "crv") switch
                {
                    "P-256" => Elliptic(key, "ES256", HashAlgorithmName.SHA256, ECCurve.NamedCurves.nistP256),
                    "P-384" => Elliptic(key, "ES384", HashAlgorithmName.SHA384, ECCurve.NamedCurves.nistP384),
                    "P-521" => Elliptic(key, "ES512", HashAlgorithmName.SHA512, ECCurve.NamedCurves.nistP521),
                    _ => null,
                },
                _ => null,
            };
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether this key signed the token, with the one algorithm that it is for.</summary>
    public bool Verifies(WebToken token)
    {
        if (token.Algorithm != _algorithm) return false;
        try
        {
            if (_rsa is { } parameters)
            {
                using var rsa = RSA.Create(parameters);
                return rsa.VerifyData(token.Signed, token.Signature, _hash, RSASignaturePadding.Pkcs1);
            }
            using var ec = ECDsa.Create(_ec!.Value);
            return ec.VerifyData(token.Signed, token.Signature, _hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException)
        {
            return false; // The key set holds something that is no key.
        }
    }

    private static TokenKey Elliptic(JsonElement key, string algorithm, HashAlgorithmName hash, ECCurve curve) => new(
        algorithm, hash, null, new ECParameters { Curve = curve, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } });

    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(Text(key, name));

    private static string Text(JsonElement key, string name) =>
        key.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
