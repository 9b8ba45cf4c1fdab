using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Keeps the CA in a Secret of the cluster, so that every replica, and a cloud that moved, has the same one.</summary>
internal sealed class AuthorityStore(ClusterObjects cluster, IOptions<EnrolmentOptions> options, TimeProvider time)
{
    private readonly EnrolmentOptions _options = options.Value;

    private string SecretsPath => $"api/v1/namespaces/{_options.Namespace}/secrets";

    /// <summary>
    /// Reads the CA; makes it where there is none. Replicas that start together agree: the API server lets only one create it, and the
    /// others read that one.
    /// </summary>
    public async Task<AuthoritySet> LoadOrCreateAsync(CancellationToken cancellationToken)
    {
        if (await LoadAsync(cancellationToken) is { } found)
            return found;

        await EnsureNamespaceAsync(cancellationToken);
        var (certificate, key) = AuthorityMaker.Make(time.GetUtcNow(), _options.AuthorityLifetime);
        var secret = SecretData.Create(_options.AuthoritySecret, _options.Namespace, "kubernetes.io/tls",
            [new(AuthoritySecret.Certificate, certificate), new(AuthoritySecret.Key, key)]);
        await cluster.CreateAsync(SecretsPath, secret, cancellationToken);

        // Read back also what we have just made: what counts is what the cluster keeps.
        return await LoadAsync(cancellationToken)
            ?? throw new ClusterUnavailableException($"The Secret {_options.Namespace}/{_options.AuthoritySecret} was deleted while it was made. Start again.");
    }

    private async Task<AuthoritySet?> LoadAsync(CancellationToken cancellationToken)
    {
        if (await cluster.GetAsync($"{SecretsPath}/{_options.AuthoritySecret}", cancellationToken) is not { } secret)
            return null;

        try
        {
            return AuthoritySecret.Read(secret, time);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ClusterUnavailableException(
                $"The Secret {_options.Namespace}/{_options.AuthoritySecret} holds no usable CA ({e.Message}). Restore it from a backup; " +
                "or delete it, and every edge must join again.", e);
        }
    }

    private async Task EnsureNamespaceAsync(CancellationToken cancellationToken)
    {
        if (await cluster.GetAsync($"api/v1/namespaces/{_options.Namespace}", cancellationToken) is not null)
            return;

        await cluster.CreateAsync("api/v1/namespaces", new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = _options.Namespace },
        }, cancellationToken);
    }
}
