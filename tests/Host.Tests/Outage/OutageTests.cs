using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Edge.Host.Expiring;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Host.Tests.Outage;

/// <summary>
/// Thirty days without the cloud, hour by hour. They begin at the worst moment: just before the node's certificates would have been renewed. Pods and the
/// kubelet read all the time; what ends is said before it does, and what cannot work any more says why.
/// </summary>
public sealed class OutageTests : IAsyncDisposable
{
    private const int Seed = 30;
    private const string Tokens = "/api/v1/namespaces/shop/serviceaccounts/till/token", Prices = "/api/v1/namespaces/shop/configmaps/prices", Services = "/api/v1/namespaces/shop/services";
    private static readonly TimeSpan s_outage = TimeSpan.FromDays(30), s_step = TimeSpan.FromHours(6), s_moment = TimeSpan.FromMinutes(2);
    private readonly Random _random = new(Seed);
    private OutageWorld _world = null!;
    private X509Certificate2 _kubelet = null!;
    private (string Token, string Answer) _usual, _strict;
    private DateTimeOffset _cut;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The arithmetic of it: whatever the luck with the time of renewal, an outage of thirty days ends no certificate.</summary>
    [Fact]
    public void Lifetimes_ByDefault_LeaveMoreThanThirtyDaysAfterTheLatestRenewal() =>
        Assert.True(new EnrolmentOptions().NodeCertificateLifetime * (1 - 0.9) > s_outage);

    [Fact]
    public async Task Outage_OfThirtyDays_WithDefaultLifetimes_PodsKeepReadingAndAllIsFreshAfterwards()
    {
        await BeginAsync(TimeProvider.System.GetUtcNow().AddDays(-360), certificates: null);
        await StrictTokenEndsAsync();
        while (Offline < s_outage)
        {
            await StepAsync();
            await ReadsAsync();
            await KubeletReadsAsync();
            // Past their time of renewal, and by far not at their end.
            Assert.Equal(Overdue().Append("podTokens").Order(StringComparer.Ordinal), (await SaidAsync()).Order(StringComparer.Ordinal));
        }
        Assert.DoesNotContain("EXPIRED  clientCertificate", await _world.StatusTextAsync(), StringComparison.Ordinal);

        await _world.StartCloudAsync();
        await EverythingIsFreshAsync();
    }

    [Fact]
    public async Task Outage_LongerThanTheCertificates_IsSaidInTime_FailsWithTheReason_AndAJoinMendsIt()
    {
        var life = TimeSpan.FromDays(30);
        await BeginAsync(TimeProvider.System.GetUtcNow().AddDays(-60), life);
        var (client, serving) = (Utc(_world.Identity.Client.NotAfter), Utc(_world.Identity.Serving.NotAfter));
        var said = new Dictionary<string, DateTimeOffset>();
        while (Offline < s_outage)
        {
            await StepAsync();
            var text = await _world.StatusTextAsync();
            foreach (var name in await SaidAsync()) said.TryAdd(name, _world.Clock.Now);
            Assert.Equal(_world.Clock.Now > client, text.Contains("EXPIRED  clientCertificate", StringComparison.Ordinal));
            Assert.Equal(_world.Clock.Now > serving, text.Contains("EXPIRED  servingCertificate", StringComparison.Ordinal));
            if (_world.Clock.Now < serving) await ReadsAsync();
            else await IsNotTrustedAsync();
        }
        // A tenth of the life at the least, for somebody to act.
        Assert.True(client - said["clientCertificate"] > life * 0.1 - s_step - s_step);
        Assert.True(serving - said["servingCertificate"] > life * 0.1 - s_step - s_step);
        var condition = NodeCondition.Of(_world.Edge.GetRequiredService<Expiries>().Near);
        Assert.Equal("True", condition.Status);
        Assert.Contains("servingCertificate ends at", condition.Message, StringComparison.Ordinal);
        Assert.Contains("join --force", condition.Message, StringComparison.Ordinal);

        // The cloud is back, and does not know this node any more.
        await _world.StartCloudAsync();
        await _world.EventuallyAsync("the status says what to do", async () =>
            ((string?)(await _world.StatusAsync())["link"]!["problem"] ?? "").Contains("join --force", StringComparison.Ordinal));
        Assert.False(await _world.IsConnectedAsync());

        await _world.StopEdgeAsync();
        await _world.JoinAsync(force: true);
        await _world.StartEdgeAsync();
        await EverythingIsFreshAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _kubelet?.Dispose();
        if (_world is not null) await _world.DisposeAsync();
    }

    private TimeSpan Offline => _world.Clock.Now - _cut;

    /// <summary>Joined, with pods that have their tokens; then time passes until a certificate is about to be renewed; then the cloud goes.</summary>
    private async Task BeginAsync(DateTimeOffset start, TimeSpan? certificates)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {Seed}");
        _world = await OutageWorld.StartAsync(start, certificates, Pods.Manifests);
        _kubelet = _world.KubeletCertificate();
        await _world.JoinAsync();
        await _world.StartEdgeAsync();
        await HoldsAllAsync();

        // Nobody watches the time in between: both sides sleep.
        await _world.StopEdgeAsync();
        await _world.StopCloudAsync();
        var identity = new IdentityDirectory(_world.Data).Load();
        var due = new[] { identity.Client, identity.Serving }.Min(RenewalTime.Of);
        _world.Clock.Advance(due - TimeSpan.FromHours(1) - _world.Clock.Now);
        await _world.StartCloudAsync();
        await _world.StartEdgeAsync();
        await HoldsAllAsync();
        _usual = await TokenAsync("usual", 3607);
        _strict = await TokenAsync("strict", 3600);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Prices, _strict.Token)).Status);
        Assert.Empty(await SaidAsync());

        _cut = _world.Clock.Now;
        await _world.StopCloudAsync();
        // The cluster goes on; here nobody hears of it.
        Reprice("4");
        await _world.EventuallyAsync("the link is known to be down", async () => !await _world.IsConnectedAsync());
    }

    private async Task HoldsAllAsync() => await _world.EventuallyAsync("the node has its share", async () =>
    {
        if (!await _world.IsConnectedAsync()) return false;
        using var kubelet = _world.Client(certificate: _kubelet);
        using var pods = await kubelet.GetAsync(new Uri("/api/v1/pods?fieldSelector=spec.nodeName%3D" + OutageWorld.Node, UriKind.Relative), Cancellation);
        return (await pods.Content.ReadAsStringAsync(Cancellation)).Contains("\"strict\"", StringComparison.Ordinal)
            && (await _world.StatusAsync())["collections"]!.AsArray().All(collection => (string)collection!["complete"]! != "none");
    });

    /// <summary>A token that may not last longer than an hour: said in time, good to its end, then refused with the reason; the other pod does not notice.</summary>
    private async Task StrictTokenEndsAsync()
    {
        _world.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.DoesNotContain("podTokens", await SaidAsync());
        _world.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Contains("EXPIRES  podTokens ends in 9m", await _world.StatusTextAsync(), StringComparison.Ordinal);
        Assert.Contains("the MetaServer refuses shop/strict (401)", await _world.StatusTextAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Prices, _strict.Token)).Status);
        // The kubelet, which asks for a new one now, gets the one that it has.
        Assert.Equal(_strict, await TokenAsync("strict", 3600));

        _world.Clock.Advance(TimeSpan.FromMinutes(12));
        var refused = await GetAsync(Prices, _strict.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Equal("299 - \"the token has expired, and the cloud, where it could be renewed, cannot be reached from this node\"", refused.Warning);
        var (status, text) = await AskForTokenAsync("strict", 3600);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("no new token can be had for the pod \\\"strict\\\", and the one that was given before expired at", text, StringComparison.Ordinal);
        Assert.Contains("EXPIRED  podTokens has ended", await _world.StatusTextAsync(), StringComparison.Ordinal);
        await ReadsAsync();
    }

    /// <summary>Six hours more; now and then the daemon is started anew meanwhile.</summary>
    private async Task StepAsync()
    {
        var restarts = _random.Next(8) == 0;
        if (restarts) await _world.StopEdgeAsync();
        _world.Clock.Advance(s_step);
        if (restarts) await _world.StartEdgeAsync();
    }

    /// <summary>The pod gets, lists and watches what was true when the cloud was last heard, and is told how old that is; what needs the cloud says so.</summary>
    private async Task ReadsAsync()
    {
        var got = await GetAsync(Prices, _usual.Token);
        Assert.True(got.Status == HttpStatusCode.OK, got.Body);
        Assert.Equal("3", (string?)JsonNode.Parse(got.Body)!["data"]!["coffee"]);
        var list = await GetAsync(Services, _usual.Token);
        Assert.Equal(["stock", "till"], JsonNode.Parse(list.Body)!["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
        foreach (var answer in new[] { got, list })
        {
            Assert.StartsWith("299 - \"answered from this node's cache: the cloud was last heard ", answer.Warning, StringComparison.Ordinal);
            var heard = DateTimeOffset.Parse(answer.Warning.Split("heard ")[1].TrimEnd('"'), CultureInfo.InvariantCulture);
            Assert.InRange(heard, _cut - s_moment, _cut + s_moment);
            Assert.InRange(answer.Age ?? TimeSpan.MinValue, Offline - s_moment, Offline + s_moment);
        }
        if (_random.Next(4) > 0) return;

        using var client = _world.Client(_usual.Token);
        using var watch = await client.GetAsync(new Uri(Services + "?watch=true&resourceVersion=0&timeoutSeconds=300", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Assert.Equal(HttpStatusCode.OK, watch.StatusCode);
        using var events = new StreamReader(await watch.Content.ReadAsStreamAsync(Cancellation));
        foreach (var name in new[] { "stock", "till" })
        {
            var change = JsonNode.Parse((await events.ReadLineAsync(Cancellation))!)!;
            Assert.Equal(("ADDED", name), ((string)change["type"]!, (string)change["object"]!["metadata"]!["name"]!));
        }
        using var body = new StringContent("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"new"}}""", Encoding.UTF8, "application/json");
        using var write = await client.PostAsync(new Uri("/api/v1/namespaces/shop/configmaps", UriKind.Relative), body, Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, write.StatusCode);
        var why = await write.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("the cloud cannot be reached from this node since", why, StringComparison.Ordinal);
        Assert.Contains("create configmaps was not done", why, StringComparison.Ordinal);
    }

    /// <summary>The kubelet sees its node and its pods, and can start the usual one again.</summary>
    private async Task KubeletReadsAsync()
    {
        using var kubelet = _world.Client(certificate: _kubelet);
        using var node = await kubelet.GetAsync(new Uri("/api/v1/nodes/" + OutageWorld.Node, UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.OK, node.StatusCode);
        var pods = JsonNode.Parse(await kubelet.GetStringAsync(new Uri("/api/v1/pods?fieldSelector=spec.nodeName%3D" + OutageWorld.Node, UriKind.Relative), Cancellation))!;
        Assert.Equal(["strict", "usual"], pods["items"]!.AsArray().Select(pod => (string)pod!["metadata"]!["name"]!));
        Assert.Equal(_usual, await TokenAsync("usual", 3607));
    }

    /// <summary>Whoever verifies a certificate's time, which all do, speaks to the MetaServer no more.</summary>
    private async Task IsNotTrustedAsync()
    {
        using var client = _world.Client(_usual.Token);
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri(Prices, UriKind.Relative), Cancellation));
        Assert.Contains("NotTimeValid", Assert.IsType<AuthenticationException>(e.InnerException).Message, StringComparison.Ordinal);
    }

    /// <summary>The cloud is there: certificates and tokens are new, and what is read is of now.</summary>
    private async Task EverythingIsFreshAsync()
    {
        await _world.EventuallyAsync("it is connected", _world.IsConnectedAsync);
        await _world.EventuallyAsync("nothing is about to end", async () => (await SaidAsync()).Count == 0);
        await HoldsAllAsync();
        var fresh = await GetAsync(Prices, _usual.Token);
        Assert.Equal("4", (string?)JsonNode.Parse(fresh.Body)!["data"]!["coffee"]);
        Assert.Equal("", fresh.Warning);
        var strict = await TokenAsync("strict", 3600);
        Assert.NotEqual(_strict.Token, strict.Token);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(Prices, strict.Token)).Status);
        Assert.NotEqual(_usual.Token, (await TokenAsync("usual", 3607)).Token);
        Assert.All(new[] { _world.Identity.Client, _world.Identity.Serving }, certificate => Assert.True(RenewalTime.Of(certificate) > _world.Clock.Now));
        // The Node says nothing, or that all is well: where the cloud was there a moment before the certificates, it had said that they would end.
        await _world.EventuallyAsync("the Node says that all is well", () => Task.FromResult(!(_world.Get("nodes", "", OutageWorld.Node)!["status"]?["conditions"]?.AsArray() ?? [])
            .Any(condition => (string?)condition!["type"] == NodeCondition.Type && (string?)condition["status"] != "False")));
    }

    /// <summary>The certificates that should have been renewed by now; each at its own time.</summary>
    private IEnumerable<string> Overdue()
    {
        if (RenewalTime.Of(_world.Identity.Client) <= _world.Clock.Now) yield return "clientCertificate";
        if (RenewalTime.Of(_world.Identity.Serving) <= _world.Clock.Now) yield return "servingCertificate";
    }

    /// <summary>What <c>status</c> says is about to end, or has; the meter agrees.</summary>
    private async Task<HashSet<string>> SaidAsync()
    {
        var said = (await _world.StatusAsync())["expiring"]!.AsArray().ToDictionary(expiry => (string)expiry!["what"]!, expiry => (DateTimeOffset)expiry!["at"]!);
        var measured = Measure();
        Assert.All(said, expiry => Assert.InRange(measured[expiry.Key], (expiry.Value - _world.Clock.Now - s_moment).TotalSeconds, (expiry.Value - _world.Clock.Now + s_moment).TotalSeconds));
        return [.. said.Keys];
    }

    private static Dictionary<string, double> Measure()
    {
        var measured = new Dictionary<string, double>();
        using var listener = new MeterListener { InstrumentPublished = static (instrument, listener) => { if (instrument.Name == "edgemesh.edge.expires_in") listener.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) =>
        {
            foreach (var tag in tags) measured[(string)tag.Value!] = value;
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return measured;
    }

    private void Reprice(string price)
    {
        var prices = _world.Get("configmaps", "shop", "prices")!;
        prices["data"]!["coffee"] = price;
        _world.Update("configmaps", prices);
    }

    private async Task<(HttpStatusCode Status, string Body, string Warning, TimeSpan? Age)> GetAsync(string path, string token)
    {
        using var client = _world.Client(token);
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation), answer.Headers.TryGetValues("Warning", out var warnings) ? warnings.Single() : "", answer.Headers.Age);
    }

    /// <summary>As the kubelet gets it.</summary>
    private async Task<(string Token, string Answer)> TokenAsync(string pod, int seconds)
    {
        var (status, text) = await AskForTokenAsync(pod, seconds);
        Assert.True(status == HttpStatusCode.Created, text);
        return ((string)JsonNode.Parse(text)!["status"]!["token"]!, text);
    }

    private async Task<(HttpStatusCode Status, string Text)> AskForTokenAsync(string pod, int seconds)
    {
        using var kubelet = _world.Client(certificate: _kubelet);
        using var body = new StringContent(Pods.TokenRequest(pod, (string)_world.Get("pods", "shop", pod)!["metadata"]!["uid"]!, seconds), Encoding.UTF8, "application/json");
        using var answer = await kubelet.PostAsync(new Uri(Tokens, UriKind.Relative), body, Cancellation);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static DateTimeOffset Utc(DateTime time) => new(time.ToUniversalTime());
}
