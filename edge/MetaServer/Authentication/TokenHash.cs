using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Stands for a token that has been verified, so that the token itself need not be kept.</summary>
internal readonly record struct TokenHash(UInt128 High, UInt128 Low)
{
    public static TokenHash Of(ReadOnlySpan<char> token)
    {
        Span<byte> ascii = token.Length <= 2048 ? stackalloc byte[token.Length] : new byte[token.Length];
        // A token that is not ASCII is none; its question marks hash to nothing that was ever verified.
        Encoding.ASCII.GetBytes(token, ascii);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii, hash);
        return MemoryMarshal.Read<TokenHash>(hash);
    }
}
