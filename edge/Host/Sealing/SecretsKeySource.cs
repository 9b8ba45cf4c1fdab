using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;

namespace KubeEdge.EdgeMesh.Edge.Host.Sealing;

/// <summary>Where the key comes from with which Secrets are encrypted in the database (<c>--secrets-key</c>).</summary>
/// <param name="Kind"><c>auto</c>, <c>file</c>, <c>credential</c> or <c>exec</c>.</param>
/// <param name="Value">A path, a name, or a command with its arguments; empty for <c>auto</c>.</param>
internal sealed record SecretsKeySource(string Kind, string Value)
{
    /// <summary>The credential of systemd that <c>auto</c> takes where there is one.</summary>
    public const string DefaultCredential = "edgemesh-secrets-key";

    private const string OwnFile = "secrets.key";
    private const int OwnLength = 32;
    private const int Longest = 64 * 1024;

    /// <summary>A credential of systemd where the daemon was given one, else a file in the data directory, made at the first start.</summary>
    public static SecretsKeySource Auto { get; } = new("auto", "");

    /// <summary>Reads the written form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out SecretsKeySource? source)
    {
        source = null;
        if (text == "auto") source = Auto;
        else if (text.Split(':', 2) is [var kind, { Length: > 0 } value] && IsKind(kind) && !(kind == "credential" && value.AsSpan().ContainsAny('/', '\0'))) source = new SecretsKeySource(kind, value);
        return source is not null;
    }

    /// <exception cref="IdentityException">There is no key, or none that can be used.</exception>
    public async Task<SecretsKey> ReadAsync(string data, CancellationToken cancellationToken)
    {
        var material = Kind switch
        {
            "file" => ReadFile(Value),
            "credential" => ReadFile(CredentialPath(Value) ?? throw new IdentityException(
                $"systemd gave this daemon no credential '{Value}' (--secrets-key credential:{Value}): add LoadCredentialEncrypted={Value}:… to its unit, or name another key.")),
            "exec" => await KeyCommand.RunAsync(Value, Longest, cancellationToken),
            _ => CredentialPath(DefaultCredential) is { } path ? ReadFile(path) : ReadOwn(Path.Combine(data, OwnFile)),
        };
        try
        {
            return SecretsKey.Derive(material);
        }
        catch (ArgumentException)
        {
            throw new IdentityException($"The key of --secrets-key {Kind}:{Value} is shorter than {SecretsKey.LeastMaterial} bytes: make one with 'head -c 32 /dev/urandom'.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(material);
        }
    }

    private static bool IsKind(string kind) => kind is "file" or "credential" or "exec";

    private static string? CredentialPath(string name) =>
        Environment.GetEnvironmentVariable("CREDENTIALS_DIRECTORY") is { Length: > 0 } directory && Path.Combine(directory, name) is var path && File.Exists(path) ? path : null;

    /// <summary>Beside the database it keeps those out who get the database alone: a backup of it, a disk block, a mistaken copy.</summary>
    private static byte[] ReadOwn(string path)
    {
        try
        {
            if (!File.Exists(path)) DurableFile.Write(path, RandomNumberGenerator.GetBytes(OwnLength));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"No key can be made at '{path}': give the daemon's user write access and room there, or name a key with --secrets-key ({e.Message.TrimEnd('.')}).", e);
        }
        return ReadFile(path);
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            if (new FileInfo(path).Length > Longest) throw new IdentityException($"'{path}' has more than {Longest} bytes, which is no key: name another file with --secrets-key.");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"The key '{path}' cannot be read: check --secrets-key, and that the daemon's user may read it ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
