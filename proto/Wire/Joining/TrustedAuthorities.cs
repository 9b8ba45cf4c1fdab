using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeEdge.EdgeMesh.Proto.Wire.Joining;

/// <summary>
/// The CAs by which the cloud is to be trusted, as a node hears that they have changed: a document on the stream names the set, and whoever has another one
/// asks by <c>Renew</c>. Nobody is trusted because of the document.
/// </summary>
public static class TrustedAuthorities
{
    /// <summary>Names a set: SHA-256, lower-case hex, of its members' SHA-256 in order. Which of them signs now is no part of it.</summary>
    public static string NameOf(X509Certificate2Collection authorities)
    {
        ArgumentNullException.ThrowIfNull(authorities);
        var members = authorities.Select(authority => Convert.ToHexStringLower(SHA256.HashData(authority.RawDataMemory.Span))).Distinct().Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', members))));
    }
}
