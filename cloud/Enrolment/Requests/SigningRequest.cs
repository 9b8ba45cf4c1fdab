using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;

/// <summary>What is taken from a certificate request after it has been checked: nothing else in it has any effect.</summary>
/// <param name="Key">The public key; the request was signed with its private half.</param>
/// <param name="Names">The DNS names asked for.</param>
/// <param name="Addresses">The addresses asked for.</param>
/// <param name="IsBare">Besides the key it says the node's name and group, byte for byte as we write them, and nothing else: whoever copies it copies no more.</param>
/// <param name="Der">The request itself.</param>
internal sealed record SigningRequest(PublicKey Key, IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses, bool IsBare, ReadOnlyMemory<byte> Der)
{
    private const string Ecdsa = "1.2.840.10045.2.1";
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const int MaxLength = 16 * 1024;

    /// <summary>Reads and checks a PKCS#10 request.</summary>
    /// <exception cref="SigningRequestException">The request is not what a node may ask for.</exception>
    public static SigningRequest Read(ReadOnlyMemory<byte> der, string node)
    {
        if (der.Length is 0 or > MaxLength)
            throw new SigningRequestException($"it has {der.Length} bytes; expected 1 to {MaxLength}");

        CertificateRequest request;
        try
        {
            // The option only makes the extensions readable: nothing of them is copied into what is signed.
            request = CertificateRequest.LoadSigningRequest(
                der.ToArray(), HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new SigningRequestException($"it is no PKCS#10 request signed with its own key ({e.Message})", e);
        }

        if (!NodeSubject.TryRead(request.SubjectName, out var named) || named != node)
            throw new SigningRequestException($"its subject is '{request.SubjectName.Name}'; expected '{NodeSubject.Of(node).Name}'");

        CheckKey(request.PublicKey);
        var (names, addresses) = AlternativeNames.Read(request.CertificateExtensions);
        var bare = request.CertificateExtensions.Count == 0 && request.OtherRequestAttributes.Count == 0
            && request.SubjectName.RawData.AsSpan().SequenceEqual(NodeSubject.Of(node).RawData);
        return new SigningRequest(request.PublicKey, names, addresses, bare, der);
    }

    private static void CheckKey(PublicKey key)
    {
        try
        {
            switch (key.Oid.Value)
            {
                case Ecdsa:
                    using (var ecdsa = key.GetECDsaPublicKey())
                    {
                        if (ecdsa is { KeySize: >= 256 and <= 521 }) return;
                    }

                    break;
                case Rsa:
                    using (var rsa = key.GetRSAPublicKey())
                    {
                        if (rsa is { KeySize: >= 2048 and <= 8192 }) return;
                    }

                    break;
            }
        }
        catch (CryptographicException e)
        {
            throw new SigningRequestException("its key cannot be read", e);
        }

        throw new SigningRequestException("its key is neither ECDSA of 256 to 521 bits nor RSA of 2048 to 8192 bits");
    }
}
