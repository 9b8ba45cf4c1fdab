using System.Security.Cryptography;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>The ids by which requests are known in the audit log: random UUIDs (RFC 9562, version 4).</summary>
internal static class AuditIds
{
    private const int Length = 16;

    /// <summary>The operating system is asked for as many at a time: a call for each is a noticeable part of a small answer.</summary>
    private const int AtOnce = 64;

    [ThreadStatic]
    private static byte[]? _random;

    [ThreadStatic]
    private static int _used;

    /// <summary>One that nobody has had.</summary>
    public static string New()
    {
        if (_random is null || _used == _random.Length) (_random, _used) = (RandomNumberGenerator.GetBytes(Length * AtOnce), 0);
        var id = _random.AsSpan(_used, Length);
        _used += Length;
        id[6] = (byte)((id[6] & 0x0f) | 0x40);
        id[8] = (byte)((id[8] & 0x3f) | 0x80);
        return new Guid(id, bigEndian: true).ToString();
    }
}
