using System.Security.Cryptography;
using KubeEdge.EdgeMesh.Tests.Sandbox.Certificates;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Identity;

/// <summary>The keys by which the cluster is known: its authority, and the key that signs service-account tokens.</summary>
internal sealed class ClusterKeys : IDisposable
{
    private ClusterKeys(ClusterAuthority authority, ECDsa tokens)
    {
        Authority = authority;
        Tokens = tokens;
    }

    public ClusterAuthority Authority { get; }

    public ECDsa Tokens { get; }

    /// <summary>
    /// Takes the keys from the directory, or makes them there: so a cluster that is started again on the same data knows its old kubeconfigs
    /// and tokens.
    /// </summary>
    public static ClusterKeys Open(string directory, TimeProvider time)
    {
        var (certificate, key, tokens) = (Path.Combine(directory, "ca.crt"), Path.Combine(directory, "ca.key"), Path.Combine(directory, "sa.key"));
        if (File.Exists(certificate) && File.Exists(key) && File.Exists(tokens))
        {
            var kept = ECDsa.Create();
            kept.ImportFromPem(File.ReadAllText(tokens));
            return new ClusterKeys(new ClusterAuthority(File.ReadAllText(certificate), File.ReadAllText(key), time), kept);
        }
        Directory.CreateDirectory(directory);
        var made = new ClusterKeys(new ClusterAuthority("edgemesh-sandbox-ca", time), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        WriteSecret(key, made.Authority.ExportKeyPem());
        WriteSecret(tokens, made.Tokens.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(certificate, made.Authority.CertificatePem);
        return made;
    }

    public void Dispose()
    {
        Authority.Dispose();
        Tokens.Dispose();
    }

    private static void WriteSecret(string file, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, options);
        writer.Write(text);
    }
}
