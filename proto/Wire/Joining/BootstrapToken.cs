using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace KubeEdge.EdgeMesh.Proto.Wire.Joining;

/// <summary>A Kubernetes bootstrap token, <c>[a-z0-9]{6}.[a-z0-9]{16}</c>, as <c>kubeadm token create</c> makes it too.</summary>
/// <param name="Id">Names the token; not secret.</param>
/// <param name="Secret">The secret part.</param>
public sealed record BootstrapToken(string Id, string Secret)
{
    /// <summary>How long an <see cref="Id"/> is.</summary>
    public const int IdLength = 6;

    /// <summary>How long a <see cref="Secret"/> is.</summary>
    public const int SecretLength = 16;

    /// <summary>The characters that both parts are made of.</summary>
    public const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> _alphabet = SearchValues.Create(Alphabet);

    /// <summary>Reads the written form.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out BootstrapToken? token)
    {
        token = null;
        if (text.Length != IdLength + 1 + SecretLength || text[IdLength] != '.')
            return false;

        var id = text[..IdLength];
        var secret = text[(IdLength + 1)..];
        if (id.ContainsAnyExcept(_alphabet) || secret.ContainsAnyExcept(_alphabet))
            return false;

        token = new BootstrapToken(id.ToString(), secret.ToString());
        return true;
    }

    /// <summary>The written form. It is a secret: never log it.</summary>
    public string Reveal() => $"{Id}.{Secret}";

    /// <summary>Names the token without giving it away.</summary>
    public override string ToString() => $"{Id}.****";
}
