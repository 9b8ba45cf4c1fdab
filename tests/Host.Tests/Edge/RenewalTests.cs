using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>The certificates of a running daemon: renewed in time, kept before they are used, and never for something worse.</summary>
public sealed class RenewalTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(100);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Scratch _scratch = new();
    private readonly FakeRenewalCall _cloud;
    private readonly CurrentIdentity _identity;
    private readonly IdentityDirectory _directory;
    private readonly Renewer _renewer;

    public RenewalTests()
    {
        _cloud = new FakeRenewalCall(_time, Life);
        var identity = new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), _time.GetUtcNow()), _cloud.Issue(["hz-1"]), _cloud.Issue(["hz-1"]), [], [_cloud.Authority], [_cloud.Authority]);
        _directory = new IdentityDirectory(_scratch.Path);
        _directory.Save(identity);
        _identity = new CurrentIdentity(identity);
        _renewer = new Renewer(_identity, _directory, _cloud, [IPAddress.Parse("169.254.30.10")], _time, NullLogger<Renewer>.Instance);
    }

    [Fact]
    public void RenewalTime_LiesBetween70And90PercentOfTheLife_AndIsNotTheSameForAll()
    {
        var start = _time.GetUtcNow();
        var shares = Enumerable.Range(0, 64).Select(_ =>
        {
            using var certificate = _cloud.Issue(["hz-1"]);
            return (RenewalTime.Of(certificate) - start) / Life;
        }).ToArray();
        Assert.All(shares, share => Assert.InRange(share, 0.699, 0.901));
        Assert.True(shares.Distinct().Count() > 8);
    }

    [Fact]
    public async Task Renew_NothingDue_AsksForNothing()
    {
        var before = _identity.Value;
        await _renewer.RenewAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _cloud.Signed);
        Assert.Same(before, _identity.Value);
        Assert.False(_renewer.IsAnyDue);
    }

    [Fact]
    public async Task Renew_Outdated_ServesTheNewOneAndKeepsIt()
    {
        _cloud.Names = ["hz-1", "kubernetes.default.svc"];
        _cloud.Outdated = true;
        var (client, serving) = (_identity.Value.Client, _identity.Serving);
        await _renewer.RenewAsync(TestContext.Current.CancellationToken);
        Assert.Contains("kubernetes.default.svc", _identity.Value.Serving.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateDnsNames());
        Assert.NotSame(serving, _identity.Serving);
        Assert.Same(client, _identity.Value.Client);
        Assert.Equal(_identity.Value.Serving.Thumbprint, _directory.Load().Serving.Thumbprint);
        Assert.True(_directory.Load().Serving.HasPrivateKey);
    }

    [Fact]
    public async Task Renew_Due_RenewsBoth()
    {
        var before = _identity.Value;
        _time.Advance(Life * 0.91);
        Assert.True(_renewer.IsAnyDue);
        await _renewer.RenewAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(before.Serving.Thumbprint, _identity.Value.Serving.Thumbprint);
        Assert.NotEqual(before.Client.Thumbprint, _directory.Load().Client.Thumbprint);
        Assert.False(_renewer.IsAnyDue);
    }

    [Fact]
    public async Task Renew_CertificateThatLacksAName_IsNotUsed()
    {
        _cloud.Names = ["hz-1", "kubernetes.default.svc"];
        _cloud.Outdated = true;
        _cloud.Forgets = "kubernetes.default.svc";
        var before = _identity.Value;
        var e = await Assert.ThrowsAsync<RenewalException>(() => _renewer.RenewAsync(TestContext.Current.CancellationToken));
        Assert.Contains("kubernetes.default.svc", e.Message, StringComparison.Ordinal);
        Assert.Same(before, _identity.Value);
    }

    [Fact]
    public async Task Renew_NewSigners_AreWrittenDownForProgramsOnTheNode()
    {
        using var cluster = new FakeRenewalCall(_time, Life);
        _cloud.Authorities = [_cloud.Authority, cluster.Authority];
        await _renewer.RenewAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, _cloud.Signed);
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPem(_directory.ReadAuthorities());
        Assert.Contains(cluster.Authority, trusted);
        Assert.DoesNotContain(cluster.Authority, _directory.Load().Authorities);
    }

    public void Dispose()
    {
        _cloud.Dispose();
        _scratch.Dispose();
    }
}
