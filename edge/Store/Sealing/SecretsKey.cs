using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.Edge.Store.Sealing;

/// <summary>With what Secrets are encrypted in the database. Never written there.</summary>
public sealed class SecretsKey
{
    /// <summary>The least that is taken for a key, in bytes.</summary>
    public const int LeastMaterial = 16;

    private const int Length = 32;
    private readonly byte[] _key;

    private SecretsKey(byte[] key) => _key = key;

    /// <summary>Tells keys apart without giving them away: what the database keeps.</summary>
    public ReadOnlyMemory<byte> Fingerprint => HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, Length, info: "edgemesh fingerprint"u8.ToArray());

    internal ReadOnlySpan<byte> Value => _key;

    /// <summary>Makes a key of whatever secret bytes there are; white space at their end does not count, since editors leave it.</summary>
    /// <exception cref="ArgumentException">They are fewer than <see cref="LeastMaterial"/>.</exception>
    public static SecretsKey Derive(ReadOnlySpan<byte> material)
    {
        material = material.TrimEnd(" \r\n\t"u8);
        if (material.Length < LeastMaterial) throw new ArgumentException($"the key has {material.Length} bytes: want at least {LeastMaterial}", nameof(material));
        var key = new byte[Length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, material, key, salt: [], info: "edgemesh secrets"u8);
        return new SecretsKey(key);
    }

    /// <inheritdoc/>
    public override string ToString() => "a key";
}
