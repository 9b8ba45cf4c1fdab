using System.Net;
using System.Text;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>The cloud says on the stream that its CAs have changed: a reason to ask, and nothing more.</summary>
public sealed class AuthorityNewsTests : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Scratch _scratch = new();
    private readonly FakeRenewalCall _cloud;
    private readonly FakeRenewalCall _next;
    private readonly CurrentIdentity _identity;
    private readonly ObjectStore _store;
    private readonly CertificateRenewal _renewal;
    private long _revision;

    public AuthorityNewsTests()
    {
        (_cloud, _next) = (new FakeRenewalCall(_time, TimeSpan.FromDays(100)), new FakeRenewalCall(_time, TimeSpan.FromDays(100)));
        _cloud.CloudAuthorities.Add(_cloud.Authority);
        var identity = new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), _time.GetUtcNow()), _cloud.Issue(["hz-1"]), _cloud.Issue(["hz-1"]), [], [_cloud.Authority], [_cloud.Authority]);
        var directory = new IdentityDirectory(_scratch.Path);
        directory.Save(identity);
        _identity = new CurrentIdentity(identity);
        _store = ObjectStore.Open(new StoreOptions { DataDirectory = _scratch["store"] }, _time, NullLogger.Instance);
        _store.Connected();
        var renewer = new Renewer(_identity, directory, _cloud, [IPAddress.Parse("169.254.30.10")], _time, NullLogger<Renewer>.Instance);
        _renewal = new CertificateRenewal(renewer, new ClusterFacts(_store, "hz-1"), _identity, new RenewalState(), _store, _time, NullLogger<CertificateRenewal>.Instance);
    }

    [Fact]
    public async Task Authorities_OthersThanKnown_AreAskedForAtTheNextTick()
    {
        Tell(TrustedAuthorities.NameOf([_cloud.Authority]));
        await LookAsync(TimeSpan.FromMinutes(1));
        var asked = _cloud.Asked;

        _cloud.CloudAuthorities.Add(_next.Authority);
        Tell(TrustedAuthorities.NameOf(_cloud.CloudAuthorities));
        await LookAsync(Tick);
        Assert.Equal(2, _identity.Value.Authorities.Count);
        await LookAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(asked + 1, _cloud.Asked);
    }

    [Fact]
    public async Task Authorities_ThatAReplicaDoesNotKnowYet_AreAskedForAgainAMinuteLater()
    {
        Tell(TrustedAuthorities.NameOf([_cloud.Authority, _next.Authority]));
        await LookAsync(Tick);
        Assert.Single(_identity.Value.Authorities);
        _cloud.CloudAuthorities.Add(_next.Authority);
        await LookAsync(TimeSpan.FromSeconds(70));
        Assert.Equal(2, _identity.Value.Authorities.Count);
    }

    [Fact]
    public async Task Document_ThatLies_ChangesNothingAndIsAskedAboutEverMoreRarely()
    {
        Tell(TrustedAuthorities.NameOf([_next.Authority]));
        await LookAsync(TimeSpan.FromHours(6));
        Assert.Equal(_cloud.Authority.RawData, Assert.Single(_identity.Value.Authorities).RawData);
        Assert.InRange(_cloud.Asked, 5, 12);
    }

    [Fact]
    public void Name_IsOfTheSet_WhicheverOfThemSigns()
    {
        Assert.Equal(TrustedAuthorities.NameOf([_cloud.Authority, _next.Authority]), TrustedAuthorities.NameOf([_next.Authority, _cloud.Authority, _next.Authority]));
        Assert.NotEqual(TrustedAuthorities.NameOf([_cloud.Authority]), TrustedAuthorities.NameOf([_next.Authority]));
    }

    public void Dispose()
    {
        _renewal.Dispose();
        _store.Dispose();
        _cloud.Dispose();
        _next.Dispose();
        _scratch.Dispose();
    }

    private void Tell(string name)
    {
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(name));
        var json = $$"""{"kind":"Document","apiVersion":"edgemesh.kubeedge.io/v1","metadata":{"name":"cloud-ca","resourceVersion":"{{++_revision}}"},"contentType":"text/plain","etag":"","body":"{{body}}"}""";
        _store.Transact(write => write.Put(DocumentNames.Collection, new ObjectKey("", DocumentNames.CloudAuthorities), Encoding.UTF8.GetBytes(json), _revision));
    }

    private async Task LookAsync(TimeSpan span)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += Tick)
        {
            _time.Advance(Tick);
            await _renewal.LookAsync(TestContext.Current.CancellationToken);
        }
    }
}
