using System.Text;
using KubeEdge.EdgeMesh.Edge.Host.Expiring;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>An outage of 30 days with certificates that end in it: said long before, and after.</summary>
public sealed class ExpiriesTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(25);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly FakeRenewalCall _cloud;
    private readonly CurrentIdentity _identity;
    private readonly KeptTokens _tokens = [];
    private readonly FakeLink _link = new();
    private readonly Expiries _expiries;

    public ExpiriesTests()
    {
        _cloud = new FakeRenewalCall(_time, Life);
        _identity = new CurrentIdentity(new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), _time.GetUtcNow()), _cloud.Issue(["hz-1"]), _cloud.Issue(["hz-1"]), [], [_cloud.Authority], [_cloud.Authority]));
        _expiries = new Expiries(_identity, _tokens, _link, _time);
    }

    [Fact]
    public void Outage_OfThirtyDays_IsSaidBeforeAndAfterTheEnd()
    {
        for (var day = 0; day <= 30; day++, _time.Advance(TimeSpan.FromDays(1)))
        {
            var (now, near) = (_time.GetUtcNow(), _expiries.Near);
            Assert.Equal(now >= RenewalTime.Of(_identity.Value.Client), near.Any(expiry => expiry.Name == "clientCertificate"));
            // At least two days before the end it is said.
            if (day >= 23) Assert.Contains(near, expiry => expiry.Name == "servingCertificate" && expiry.Then.Contains("join --force", StringComparison.Ordinal));
            if (day < 17) Assert.DoesNotContain(near, expiry => expiry.Name.EndsWith("Certificate", StringComparison.Ordinal));
        }
        Assert.All(_expiries.Near.Where(expiry => expiry.Name.EndsWith("Certificate", StringComparison.Ordinal)), expiry => Assert.True(expiry.At < _time.GetUtcNow()));
    }

    [Fact]
    public void Condition_SaysWhatEndsAndNothingOtherwise()
    {
        Assert.Equal("False", NodeCondition.Of([]).Status);
        _time.Advance(TimeSpan.FromDays(24));
        var condition = NodeCondition.Of(_expiries.Near);
        Assert.Equal("True", condition.Status);
        Assert.Contains("clientCertificate ends at", condition.Message, StringComparison.Ordinal);
        var first = Encoding.UTF8.GetString(NodeCondition.Patch(condition, ("False", ""), _time.GetUtcNow()));
        Assert.Contains("\"type\":\"EdgeMeshExpiring\"", first, StringComparison.Ordinal);
        Assert.Contains("lastTransitionTime", first, StringComparison.Ordinal);
        Assert.DoesNotContain("lastTransitionTime", Encoding.UTF8.GetString(NodeCondition.Patch(condition, ("True", "something else ends"), _time.GetUtcNow())), StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_OfPods_AreSaidWithoutACloudOnly_TheFirstToEndFirst()
    {
        var start = _time.GetUtcNow();
        Token("a", TimeSpan.FromDays(365));
        Assert.Empty(_expiries.Near);
        for (var hour = 7; hour > 0; hour--) Token($"p{hour}", TimeSpan.FromHours(hour));
        _time.Advance(TimeSpan.FromHours(6.5));
        var near = Assert.Single(_expiries.Near);
        Assert.Equal(("podTokens", start.AddHours(1)), (near.Name, near.At));
        Assert.Contains("shop/p1, shop/p2, shop/p3, shop/p4, shop/p5 and 2 more", near.Then, StringComparison.Ordinal);
        // The kubelet gets new ones whenever it wants.
        _link.Connected();
        Assert.Empty(_expiries.Near);
        Assert.Equal(start.AddHours(1), _expiries.All.Single(expiry => expiry.Name == "podTokens").At);

        void Token(string pod, TimeSpan life) => _tokens.Add(new KeptToken(new ObjectKey("shop", pod), start, start + life));
    }

    public void Dispose() => _cloud.Dispose();
}
