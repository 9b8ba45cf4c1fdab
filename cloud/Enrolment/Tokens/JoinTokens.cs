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

    public async Task<JoinToken> CreateAsync(TokenTerms terms, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(terms.Lifetime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms.Uses ?? 1, 1);
        var hash = (await authority.GetAsync(cancellationToken)).Serving.Hash;
        while (true)
        {
            var token = new BootstrapToken(
                RandomNumberGenerator.GetString(BootstrapToken.Alphabet, BootstrapToken.IdLength),
                RandomNumberGenerator.GetString(BootstrapToken.Alphabet, BootstrapToken.SecretLength));
            if (await cluster.CreateAsync(Path, BootstrapSecret.Write(token, time.GetUtcNow() + terms.Lifetime, terms), cancellationToken))
                return new JoinToken(hash, token);

            // The id is taken (one in two thousand million, for each token that exists): throw the dice again.
        }
    }

    /// <summary>The token's facts, if it is the right one, lasts still and is not used up; else null.</summary>
    public async Task<TokenRecord?> FindAsync(BootstrapToken token, CancellationToken cancellationToken) =>
        Check(await cluster.GetAsync(PathOf(token), cancellationToken), token);

    /// <summary>
    /// Counts a use, where uses are counted. Whoever counts has just read the token, so of several replicas each counts its own; false where nothing is left.
    /// </summary>
    public async Task<bool> TryUseAsync(BootstrapToken token, CancellationToken cancellationToken)
    {
        while (true)
        {
            var secret = await cluster.GetAsync(PathOf(token), cancellationToken);
            if (Check(secret, token) is not { } found) return false;
            if (found.Uses is not { } left) return true;
            BootstrapSecret.SetUses(secret!, left - 1);
            if (await cluster.ReplaceAsync(PathOf(token), secret!.AsObject(), cancellationToken)) return true;
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

    private TokenRecord? Check(JsonNode? secret, BootstrapToken token) =>
        BootstrapSecret.Matches(secret, token) && BootstrapSecret.Read(secret) is { Uses: not < 1 } found
        && (found.Expires is not { } expires || time.GetUtcNow() < expires)
            ? found
            : null;

    private static string PathOf(BootstrapToken token) => $"{Path}/{BootstrapSecret.NamePrefix}{token.Id}";
}
