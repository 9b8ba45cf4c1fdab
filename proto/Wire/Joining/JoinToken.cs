using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KubeEdge.EdgeMesh.Proto.Wire.Joining;

/// <summary>
/// What a person carries from the cloud to a new node: <c>&lt;sha256 of the cloud's CA certificate, hex&gt;.&lt;id&gt;.&lt;secret&gt;</c>.
/// The hash lets the edge know the cloud before it says anything secret; the rest is a Kubernetes bootstrap token.
/// </summary>
/// <param name="AuthorityHash">SHA-256 of the CA certificate's DER, 64 lower-case hex digits.</param>
/// <param name="Bootstrap">The bootstrap token: what the cloud is told.</param>
public sealed record JoinToken(string AuthorityHash, BootstrapToken Bootstrap)
{
    private const int HashLength = 64;
    private static readonly SearchValues<char> _hex = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Reads the written form; surrounding white space is ignored.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out JoinToken? token)
    {
        token = null;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length <= HashLength || trimmed[HashLength] != '.')
            return false;

        var hash = trimmed[..HashLength];
        if (hash.ContainsAnyExcept(_hex) || !BootstrapToken.TryParse(trimmed[(HashLength + 1)..], out var bootstrap))
            return false;

        token = new JoinToken(hash.ToString().ToLowerInvariant(), bootstrap);
        return true;
    }

    /// <summary>The written form, for the person who made the token. It is a secret: never log it.</summary>
    public string Reveal() => $"{AuthorityHash}.{Bootstrap.Reveal()}";

    /// <summary>Names the token without giving it away.</summary>
    public override string ToString() => Bootstrap.ToString();
}
