using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>
/// Lists, then watches from there and, whenever the connection is lost, from the last version seen; lists again only where it is told that
/// this version has expired.
/// </summary>
internal abstract class Informer : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random;
    private Task _loop = Task.CompletedTask;

    protected Informer(string kind, Followed followed, string node, int seed)
    {
        (Followed, Witness, _random) = (followed, new Witness($"{node} {kind} {followed.Name}"), new Random(seed));
    }

    public Followed Followed { get; }

    public Witness Witness { get; }

    /// <summary>The version up to which everything was seen.</summary>
    protected long Revision { get; set; }

    public void Start() => _loop = Task.Run(() => FollowAsync(_stop.Token));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    /// <summary>An object as this client would have read it: what its types do not know is not there.</summary>
    public virtual JsonObject AsRead(JsonObject raw) => raw;

    /// <summary>Reads everything.</summary>
    protected abstract Task ListAsync(Relist why, CancellationToken cancellation);

    /// <summary>Follows the changes until the server ends the watch, which it does after so many seconds.</summary>
    protected abstract Task WatchAsync(int seconds, CancellationToken cancellation);

    private async Task FollowAsync(CancellationToken cancellation)
    {
        Relist? list = Relist.Start;
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (list is { } why) await ListAsync(why, cancellation);
                list = null;
                await WatchAsync(_random.Next(4, 30), cancellation);
                continue;
            }
            catch (Exception) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is HttpRequestException or IOException or SocketException or KubeApiException or KubernetesException or HttpOperationException or OperationCanceledException)
            {
                Witness.SetBack(Describe(problem));
                if (CodeOf(problem) == (int)HttpStatusCode.Gone) list = Relist.Expired;
            }
            await Task.Delay(Pause * (1 + _random.NextDouble()), TimeProvider.System, CancellationToken.None);
        }
    }

    private static string Describe(Exception problem) => CodeOf(problem) is { } code ? $"{code}" : problem.GetType().Name;

    private static int? CodeOf(Exception problem) => problem switch
    {
        KubeApiException refused => refused.Code,
        KubernetesException refused => refused.Status.Code,
        HttpOperationException refused => (int)refused.Response.StatusCode,
        _ => null,
    };
}
