using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KubeEdge.EdgeMesh.Edge.MetaServer.Documents;
using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Service-account tokens (kubernetes-api.md 5.1), verified with the keys that the cluster publishes: no round trip, so they are good
/// offline too. What is held may be behind the cluster, and this machine's clock wrong: so only a signature is refused for good. A token that has been verified is known by its hash until it expires, the keys change, or its objects do.
/// </summary>
public sealed class ServiceAccountTokenAuthenticator : IRequestAuthenticator
{
    private const int MostKnown = 1024;
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time;
    private readonly ServiceAccountTokenOptions _options;
    private readonly Derived<TokenTrust> _trust;
    private readonly BoundObjects _objects;
    private readonly ConcurrentDictionary<TokenHash, Known> _known = new();

    /// <summary>By the very string, which it does not keep alive: the token itself is kept nowhere.</summary>
    private readonly ConditionalWeakTable<string, Known> _seen = [];

    /// <summary>Verifies by the documents and objects that <paramref name="reader"/> holds.</summary>
    public ServiceAccountTokenAuthenticator(
        IObjectReader reader, ICollections collections, IOptions<ServiceAccountTokenOptions> options, TimeProvider time)
    {
        _time = time;
        _options = options.Value;
        _trust = new Derived<TokenTrust>(reader, TokenTrust.Read, DocumentReader.Collection);
        _objects = new BoundObjects(reader, collections, _options.NodeName);
    }

    /// <inheritdoc/>
    public ValueTask<AuthenticationResult> AuthenticateAsync(HttpContext context) => ValueTask.FromResult(Authenticate(context.Request));

    /// <summary>What is held says about the request's token.</summary>
    internal AuthenticationResult Authenticate(HttpRequest request)
    {
        var headers = request.Headers.Authorization;
        if (headers.Count > 1) return Refused("several Authorization headers");
        var trust = _trust.Current;
        // A connection hands out the same string for the same header again and again: what was found out about it costs nothing then.
        if (headers is [{ } header] && _seen.TryGetValue(header, out var seen) && ReferenceEquals(seen.Trust, trust)) return Confirm(seen);
        if (BearerToken.Find(request) is not { } token) return AuthenticationResult.NotMine;
        var result = Authenticate(token, trust, out var known);
        if (known is not null) _seen.AddOrUpdate(headers[0]!, known);
        return result;
    }

    private AuthenticationResult Confirm(Known known) =>
        (FindTimeProblem(known.Claims) ?? FindObjectProblem(known)) is { } problem ? AuthenticationResult.Doubtful(problem) : new(known.User, null);

    private AuthenticationResult Authenticate(string text, TokenTrust trust, out Known? known)
    {
        var hash = TokenHash.Of(text);
        if (_known.TryGetValue(hash, out known) && ReferenceEquals(known.Trust, trust))
        {
            var confirmed = Confirm(known);
            if (confirmed.User is null) _known.TryRemove(hash, out _);
            return confirmed;
        }
        known = null;
        if (!WebToken.TryRead(text, out var token)) return AuthenticationResult.NotMine;
        if (token.Algorithm.Length == 0 || token.Algorithm.Equals("none", StringComparison.OrdinalIgnoreCase) || token.Signature.Length == 0)
            return Refused("the token is not signed");
        if (token.ReadClaims() is not { } claims) return AuthenticationResult.NotMine;
        if (trust.Issuer.Length == 0) return AuthenticationResult.Unknown("the cluster's token keys are not held yet");
        if (claims.Issuer != trust.Issuer) return AuthenticationResult.NotMine;
        if (!trust.Keys.TryGetValue(token.KeyId, out var key)) return AuthenticationResult.Unknown("the token is signed by a key that is not held here");
        if (!key.Verifies(token)) return Refused("the token's signature is wrong");
        if (FindClaimProblem(claims, trust) is { } fault) return AuthenticationResult.Doubtful(fault);
        var good = new Known(trust, claims, IdentityOf(claims)) { Mark = _objects.Mark };
        if (_objects.FindProblem(claims) is { } gone) return AuthenticationResult.Doubtful(gone);
        known = good;
        // Only good tokens get here, so clearing costs a verification each and cannot be provoked from outside.
        if (_known.Count >= MostKnown) _known.Clear();
        _known[hash] = good;
        return new(good.User, null);
    }

    private string? FindClaimProblem(TokenClaims claims, TokenTrust trust)
    {
        if (claims.Namespace.Length == 0 || claims.ServiceAccount.Length == 0) return "the token names no service account";
        if (claims.Subject != IdentityOf(claims).Name) return "the token's subject is not its service account";
        if (FindTimeProblem(claims) is { } problem) return problem;
        foreach (var audience in claims.Audiences)
        {
            if ((_options.Audiences.Count == 0 ? trust.Audiences : _options.Audiences.AsReadOnly()).Contains(audience)) return null;
        }
        return "the token is for another audience";
    }

    private string? FindTimeProblem(TokenClaims claims)
    {
        var now = _time.GetUtcNow();
        if (now > claims.Expires + Leeway) return "the token has expired";
        return now < claims.NotBefore - Leeway ? "the token is not valid yet: is this node's clock right?" : null;
    }

    private string? FindObjectProblem(Known known)
    {
        var mark = _objects.Mark;
        if (known.Mark == mark) return null;
        var problem = _objects.FindProblem(known.Claims);
        if (problem is null) known.Mark = mark;
        return problem;
    }

    private static UserIdentity IdentityOf(TokenClaims claims) => new(
        $"system:serviceaccount:{claims.Namespace}:{claims.ServiceAccount}",
        ["system:serviceaccounts", $"system:serviceaccounts:{claims.Namespace}", "system:authenticated"])
    {
        Uid = claims.ServiceAccountUid,
        Extra = ExtraOf(claims),
    };

    private static Dictionary<string, IReadOnlyList<string>> ExtraOf(TokenClaims claims)
    {
        var extra = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [
                ("credential-id", claims.Id.Length > 0 ? $"JTI={claims.Id}" : ""), ("node-name", claims.Node), ("node-uid", claims.NodeUid),
                ("pod-name", claims.Pod), ("pod-uid", claims.PodUid),
            ])
        {
            if (value.Length > 0) extra["authentication.kubernetes.io/" + name] = [value];
        }
        return extra;
    }

    private static AuthenticationResult Refused(string reason) => new(null, reason);

    private sealed record Known(TokenTrust Trust, TokenClaims Claims, UserIdentity User)
    {
        /// <summary>The state of the objects at which nothing spoke against the token.</summary>
        public required (long ServiceAccounts, long Pods) Mark { get; set; }
    }
}
