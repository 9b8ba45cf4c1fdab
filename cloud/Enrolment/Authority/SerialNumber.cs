using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Serial numbers of certificates: random, so that replicas need not agree on a counter.</summary>
internal static class SerialNumber
{
    /// <summary>127 random bits; the top bit is clear because the number is signed.</summary>
    public static byte[] Next()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7f;
        return serial;
    }
}
