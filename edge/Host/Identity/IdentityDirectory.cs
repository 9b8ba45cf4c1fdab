using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>
/// The node's identity as files in the data directory. Each is replaced whole, a certificate together with its key; <c>config.json</c> comes
/// last, so a join that was cut short has not happened.
/// </summary>
internal sealed class IdentityDirectory(string path)
{
    private const string ConfigFile = "config.json";
    private const string Client = "node.pem";
    private const string Serving = "serving.pem";
    private const string Authorities = "ca.crt";
    private const string ServingAuthorities = "serving-ca.crt";

    /// <summary>The directory, without a doubt about the working directory.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>What the join settled; null where there was none.</summary>
    /// <exception cref="IdentityException">The file is there but cannot be used.</exception>
    public EdgeConfig? ReadConfig()
    {
        if (!File.Exists(Locate(ConfigFile)))
            return null;
        return EdgeConfig.Parse(Encoding.UTF8.GetBytes(Read(ConfigFile)))
            ?? throw new IdentityException($"'{Locate(ConfigFile)}' is damaged. Join again with 'edgemesh-edge join --force'.");
    }

    /// <summary>The CAs as PEM, for those who want to trust the MetaServer.</summary>
    /// <exception cref="IdentityException">There is no identity here.</exception>
    public string ReadAuthorities() => ReadConfig() is null ? throw NotJoined() : Read(ServingAuthorities);

    /// <summary>The identity.</summary>
    /// <exception cref="IdentityException">There is none, or it cannot be used.</exception>
    public NodeIdentity Load()
    {
        var config = ReadConfig() ?? throw NotJoined();
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPem(Read(Authorities));
            if (authorities.Count == 0)
                throw new CryptographicException("there is no CA in it");
            var signers = new X509Certificate2Collection();
            signers.ImportFromPem(Read(ServingAuthorities));
            var (client, serving) = (Read(Client), Read(Serving));
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(serving);
            chain.RemoveAt(0);
            return new NodeIdentity(config, X509Certificate2.CreateFromPem(client, client), X509Certificate2.CreateFromPem(serving, serving), chain, authorities, signers);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new IdentityException($"The certificates in '{Path}' cannot be used ({e.Message.TrimEnd('.')}). Join again with 'edgemesh-edge join --force'.", e);
        }
    }

    /// <summary>Keeps an identity; the directory must have been claimed.</summary>
    /// <exception cref="IdentityException">It cannot be written; what was there before still is.</exception>
    public void Save(NodeIdentity identity) => Keep(() =>
    {
        DurableFile.Write(Locate(Authorities), identity.Authorities.ExportCertificatePems() + "\n");
        DurableFile.Write(Locate(ServingAuthorities), identity.ServingAuthorities.ExportCertificatePems() + "\n");
        DurableFile.Write(Locate(Client), WithKey(identity.Client, []));
        DurableFile.Write(Locate(Serving), WithKey(identity.Serving, identity.ServingChain));
        DurableFile.Write(Locate(ConfigFile), identity.Config.ToUtf8());
    });

    /// <summary>Keeps renewed certificates. Whom to trust comes first; after a power cut each file is the old one or the new one.</summary>
    /// <exception cref="IdentityException">They cannot be written; what was there before still is.</exception>
    public void SaveCertificates(NodeIdentity identity) => Keep(() =>
    {
        DurableFile.Write(Locate(Authorities), identity.Authorities.ExportCertificatePems() + "\n");
        DurableFile.Write(Locate(ServingAuthorities), identity.ServingAuthorities.ExportCertificatePems() + "\n");
        DurableFile.Write(Locate(Client), WithKey(identity.Client, []));
        DurableFile.Write(Locate(Serving), WithKey(identity.Serving, identity.ServingChain));
    });

    private void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"The identity cannot be kept in '{Path}': give the daemon's user write access and room there ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static string WithKey(X509Certificate2 certificate, X509Certificate2Collection chain)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new CryptographicException("the certificate has no ECDSA key");
        var more = chain.Count == 0 ? "" : chain.ExportCertificatePems() + "\n";
        return $"{certificate.ExportCertificatePem()}\n{more}{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    private IdentityException NotJoined() => new($"There is no node in '{Path}'. Join first ('edgemesh-cloud token create' prints the command), or name another directory with --data.");

    private string Locate(string file) => System.IO.Path.Combine(Path, file);

    private string Read(string file)
    {
        try
        {
            return File.ReadAllText(Locate(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"'{Locate(file)}' cannot be read: run this as the daemon's user, or join again with 'edgemesh-edge join --force' ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
