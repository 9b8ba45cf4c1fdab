using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>
/// The node's identity as files in the data directory. Each is replaced whole; <c>config.json</c> comes last, so a join that was cut short
/// has not happened.
/// </summary>
internal sealed class IdentityDirectory(string path)
{
    private const string ConfigFile = "config.json";
    private const string ClientKey = "node.key";
    private const string ClientCertificate = "node.crt";
    private const string ServingKey = "serving.key";
    private const string ServingCertificate = "serving.crt";
    private const string Authorities = "ca.crt";

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
    public string ReadAuthorities() => ReadConfig() is null ? throw NotJoined() : Read(Authorities);

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
            return new NodeIdentity(
                config,
                X509Certificate2.CreateFromPem(Read(ClientCertificate), Read(ClientKey)),
                X509Certificate2.CreateFromPem(Read(ServingCertificate), Read(ServingKey)),
                authorities);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new IdentityException($"The certificates in '{Path}' cannot be used ({e.Message.TrimEnd('.')}). Join again with 'edgemesh-edge join --force'.", e);
        }
    }

    /// <summary>Keeps an identity; the directory must have been claimed.</summary>
    /// <exception cref="IdentityException">It cannot be written; what was there before still is.</exception>
    public void Save(EdgeConfig config, ECDsa clientKey, X509Certificate2 client, ECDsa servingKey, X509Certificate2 serving, X509Certificate2Collection authorities)
    {
        try
        {
            DurableFile.Write(Locate(Authorities), authorities.ExportCertificatePems() + "\n");
            DurableFile.Write(Locate(ClientKey), clientKey.ExportPkcs8PrivateKeyPem() + "\n");
            DurableFile.Write(Locate(ClientCertificate), client.ExportCertificatePem() + "\n");
            DurableFile.Write(Locate(ServingKey), servingKey.ExportPkcs8PrivateKeyPem() + "\n");
            DurableFile.Write(Locate(ServingCertificate), serving.ExportCertificatePem() + "\n");
            DurableFile.Write(Locate(ConfigFile), config.ToUtf8());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IdentityException($"The identity cannot be kept in '{Path}': give the daemon's user write access and room there ({e.Message.TrimEnd('.')}).", e);
        }
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
