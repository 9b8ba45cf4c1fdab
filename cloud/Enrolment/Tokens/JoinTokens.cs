using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;

/// <inheritdoc cref="IJoinTokens"/>
internal sealed class JoinTokens(ClusterObjects cluster, AuthorityLoader authority, TimeProvider time) : IJoinTokens
{
    private const string Path = $"api/v1/namespaces/{BootstrapSecret.Namespace}/secrets";

    public async Task<JoinToken> CreateAsync(TimeSpan lifetime, string? node, string description, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var hash = (await authority.GetAsync(cancellationToken)).Hash;
        while (true)
        {
            var token = new BootstrapToken(
                RandomNumberGenerator.GetString(BootstrapToken.Alphabet, BootstrapToken.IdLength),
                RandomNumberGenerator.GetString(BootstrapToken.Alphabet, BootstrapToken.SecretLength));
            if (await cluster.CreateAsync(Path, BootstrapSecret.Write(token, time.GetUtcNow() + lifetime, node, description), cancellationToken))
                return new JoinToken(hash, token);

            // The id is taken (one in two thousand million, for each token that exists): throw the dice again.
        }
    }

    public async Task<IReadOnlyList<TokenRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var list = await cluster.GetAsync($"{Path}?fieldSelector={Uri.EscapeDataString("type=" + BootstrapSecret.Type)}", cancellationToken);
        return [.. (list?["items"] as JsonArray ?? []).Select(BootstrapSecret.Read).OfType<TokenRecord>().OrderBy(token => token.Id, StringComparer.Ordinal)];
    }

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        if (id.Length != BootstrapToken.IdLength || id.Any(c => !BootstrapToken.Alphabet.Contains(c, StringComparison.Ordinal)))
            throw new ArgumentException($"'{id}' is no token id: it has {BootstrapToken.IdLength} lower-case letters and digits.", nameof(id));
        return cluster.DeleteAsync($"{Path}/{BootstrapSecret.NamePrefix}{id}", cancellationToken);
    }
}
