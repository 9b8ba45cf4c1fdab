using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Asks the cluster whose a token is: a SelfSubjectReview made with that token, which everybody may do who is somebody. What it says is
/// kept for a moment; how many questions are under way is bounded, for anybody can make them come about.
/// </summary>
internal sealed class ClusterIdentities(GatewayInvoker gateway, IOptions<EdgeMetaServerOptions> options, ClusterClock clock)
{
    private const int MostKnown = 1024;
    private const int MostAsked = 32;
    private const int LongestAnswer = 256 << 10;
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BadFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Uri _address = new(new Uri(options.Value.Gateway!.GetLeftPart(UriPartial.Authority)), "/apis/authentication.k8s.io/v1/selfsubjectreviews");
    private readonly ConcurrentDictionary<TokenHash, Answer> _known = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenHash, Task<AuthenticationResult>> _asked = [];

    /// <summary>What the cluster said a moment ago; null where it did not.</summary>
    public AuthenticationResult? Find(string token) => Find(TokenHash.Of(token));

    /// <summary>The user, a refusal, or <see cref="AuthenticationResult.LeftToCluster"/> where the cluster does not answer this question.</summary>
    /// <exception cref="HttpRequestException">The cluster cannot be asked.</exception>
    /// <exception cref="StatusException">429: too many are asking.</exception>
    public Task<AuthenticationResult> AskAsync(string token)
    {
        var hash = TokenHash.Of(token);
        lock (_gate)
        {
            if (_asked.TryGetValue(hash, out var question)) return question;
            // Whoever looked a moment ago may have missed an answer that has come since.
            if (Find(hash) is { } known) return Task.FromResult(known);
            if (_asked.Count >= MostAsked) throw KubernetesStatus.TooManyRequests("too many credentials are being asked of the cluster: try again in a moment", 1).ToException();
            return _asked[hash] = RunAsync(hash, token);
        }
    }

    private AuthenticationResult? Find(TokenHash hash) =>
        _known.TryGetValue(hash, out var answer) && clock.GetElapsedTime(answer.Since) < (answer.Result.User is null ? BadFor : GoodFor) ? answer.Result : null;

    private async Task<AuthenticationResult> RunAsync(TokenHash hash, string token)
    {
        await Task.Yield(); // Out of the lock.
        try
        {
            var result = await SendAsync(token);
            if (_known.Count >= MostKnown) _known.Clear();
            if (!result.IsLeftToCluster) _known[hash] = new Answer(result, clock.GetTimestamp());
            return result;
        }
        finally
        {
            lock (_gate) _asked.Remove(hash);
        }
    }

    private async Task<AuthenticationResult> SendAsync(string token)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Content = new ByteArrayContent("""{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1"}"""u8.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await gateway.Invoker.SendAsync(request, limit.Token);
            clock.Told(response.Headers.Date);
            if (response.StatusCode == HttpStatusCode.Unauthorized) return new AuthenticationResult(null, "the cluster does not know the credential");
            if (response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests)
                throw new HttpRequestException($"the cluster answers {(int)response.StatusCode}");
            if (!response.IsSuccessStatusCode) return AuthenticationResult.LeftToCluster;
            await response.Content.LoadIntoBufferAsync(LongestAnswer, limit.Token);
            return SelfReview.Read(await response.Content.ReadAsByteArrayAsync(limit.Token)) is { } user ? new(user, null) : AuthenticationResult.LeftToCluster;
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested)
        {
            throw new HttpRequestException($"the cluster did not answer within {Patience.TotalSeconds:0} s", e);
        }
    }

    private sealed record Answer(AuthenticationResult Result, long Since);
}
