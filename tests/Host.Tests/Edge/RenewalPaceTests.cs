using System.Net;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>How often the cloud is asked, whatever the node's clock says.</summary>
public sealed class RenewalPaceTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(100);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly WrongClock _clock;
    private readonly Scratch _scratch = new();
    private readonly FakeRenewalCall _cloud;
    private readonly CurrentIdentity _identity;
    private readonly ObjectStore _store;
    private readonly RenewalState _state = new();
    private readonly CertificateRenewal _renewal;

    public RenewalPaceTests()
    {
        _clock = new WrongClock(_time);
        _cloud = new FakeRenewalCall(_time, Life);
        var identity = new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), _clock.GetUtcNow()), _cloud.Issue(["hz-1"]), _cloud.Issue(["hz-1"]), [], [_cloud.Authority], [_cloud.Authority]);
        var directory = new IdentityDirectory(_scratch.Path);
        directory.Save(identity);
        _identity = new CurrentIdentity(identity);
        _store = ObjectStore.Open(new StoreOptions { DataDirectory = _scratch["store"] }, _clock, NullLogger.Instance);
        _store.Connected();
        var renewer = new Renewer(_identity, directory, _cloud, [IPAddress.Parse("169.254.30.10")], _clock, NullLogger<Renewer>.Instance);
        _renewal = new CertificateRenewal(renewer, new ClusterFacts(_store, "hz-1"), _identity, _state, _store, _clock, NullLogger<CertificateRenewal>.Instance);
    }

    [Fact]
    public async Task ClockFarAhead_EveryCertificateIsDueAtOnce_IsRenewedAfterAMinuteAndThenEverMoreRarely()
    {
        _clock.Ahead = Life * 0.95;
        var signed = new List<TimeSpan>();
        var start = _time.GetUtcNow();
        await LookAsync(TimeSpan.FromHours(12), () => signed.Add(_time.GetUtcNow() - start));

        var pauses = signed.Zip(signed.Skip(1), (one, next) => next - one).ToArray();
        Assert.Equal(TimeSpan.FromMinutes(1), pauses[0]);
        Assert.Equal(TimeSpan.FromMinutes(2), pauses[1]);
        Assert.All(pauses.Zip(pauses.Skip(1)), pair => Assert.True(pair.Second >= pair.First || pair.First > TimeSpan.FromMinutes(90), string.Join(", ", pauses)));
        Assert.InRange(signed.Count, 8, 16);
        Assert.Contains("set this node's clock", _state.Problem, StringComparison.Ordinal);
    }

    /// <summary>What the cloud sends ends no daemon.</summary>
    [Fact]
    public async Task CertificateThatCannotBeRead_IsAProblem_AndTriedAgain()
    {
        (_cloud.Outdated, _cloud.Garbles) = (true, true);
        await LookAsync(Tick);
        Assert.NotNull(_state.Problem);
        var used = _identity.Value.Serving.Thumbprint;

        _cloud.Garbles = false;
        await LookAsync(TimeSpan.FromMinutes(10));
        Assert.Null(_state.Problem);
        Assert.NotEqual(used, _identity.Value.Serving.Thumbprint);
    }

    [Fact]
    public async Task ClockThatIsPutRight_ProblemIsGone_AndACertificateThatIsDueLaterIsRenewedAtOnce()
    {
        _clock.Ahead = Life * 0.95;
        await LookAsync(TimeSpan.FromHours(12));
        _clock.Ahead = TimeSpan.Zero;
        await LookAsync(TimeSpan.FromHours(3));
        Assert.Null(_state.Problem);

        var signed = _cloud.Signed;
        _time.Advance(Life * 0.91);
        await LookAsync(Tick);
        Assert.Equal(signed + 2, _cloud.Signed);
    }

    [Fact]
    public async Task ClockThatIsSetBack_DoesNotMakeAPauseLast()
    {
        await LookAsync(Tick);
        var asked = _cloud.Asked;
        _clock.Ahead = -TimeSpan.FromDays(365);
        await LookAsync(TimeSpan.FromHours(3));
        Assert.InRange(_cloud.Asked, asked + 1, asked + 2);
    }

    public void Dispose()
    {
        _renewal.Dispose();
        _store.Dispose();
        _cloud.Dispose();
        _scratch.Dispose();
    }

    private async Task LookAsync(TimeSpan span, Action? signed = null)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += Tick)
        {
            var before = _cloud.Signed;
            await _renewal.LookAsync(TestContext.Current.CancellationToken);
            if (_cloud.Signed > before) signed?.Invoke();
            _time.Advance(Tick);
        }
    }
}
