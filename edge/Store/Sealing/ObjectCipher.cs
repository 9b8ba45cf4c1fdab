using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.Edge.Store.Sealing;

/// <summary>
/// AES-256-GCM over an object's JSON: a mark, which no JSON begins with, a random nonce, the tag, the text. Not for several threads; each connection has its own.
/// </summary>
internal sealed class ObjectCipher(SecretsKey key) : IDisposable
{
    /// <summary>The first byte of what is encrypted.</summary>
    public const byte Mark = 1;

    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int Head = 1 + NonceLength + TagLength;

    private readonly AesGcm _aes = new(key.Value, TagLength);

    /// <summary>Whether this was encrypted.</summary>
    public static bool IsSealed(ReadOnlySpan<byte> stored) => !stored.IsEmpty && stored[0] == Mark;

    /// <summary>How long the JSON is of which this is kept.</summary>
    public static int LengthOf(ReadOnlySpan<byte> stored) => IsSealed(stored) ? stored.Length - Head : stored.Length;

    public byte[] Seal(ReadOnlySpan<byte> json)
    {
        var stored = new byte[Head + json.Length];
        stored[0] = Mark;
        var nonce = stored.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        _aes.Encrypt(nonce, json, stored.AsSpan(Head), stored.AsSpan(1 + NonceLength, TagLength));
        return stored;
    }

    /// <exception cref="StoreException">It was changed, or encrypted with another key.</exception>
    public byte[] Open(ReadOnlySpan<byte> stored)
    {
        try
        {
            var json = new byte[stored.Length - Head];
            _aes.Decrypt(stored.Slice(1, NonceLength), stored[Head..], stored.Slice(1 + NonceLength, TagLength), json);
            return json;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or OverflowException)
        {
            throw new StoreException("An encrypted object cannot be read: the database was changed by somebody else, or the key is another one. Restart the daemon with --secrets-key as it was.", e);
        }
    }

    public void Dispose() => _aes.Dispose();
}
