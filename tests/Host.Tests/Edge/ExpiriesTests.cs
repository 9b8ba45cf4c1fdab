using System.Text;
using KubeEdge.EdgeMesh.Edge.Host.Expiring;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>An outage of 30 days with certificates that end in it: said long before, and after.</summary>
public sealed class ExpiriesTests : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(25);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly FakeRenewalCall _cloud;
    private readonly CurrentIdentity _identity;
    private readonly Expiries _expiries;

    public ExpiriesTests()
    {
        _cloud = new FakeRenewalCall(_time, Life);
        _identity = new CurrentIdentity(new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), _time.GetUtcNow()), _cloud.Issue(["hz-1"]), _cloud.Issue(["hz-1"]), [], [_cloud.Authority], [_cloud.Authority]));
        _expiries = new Expiries(_identity, _time);
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
        Assert.Contains("\"type\":\"EdgeMeshExpiring\"", Encoding.UTF8.GetString(NodeCondition.Patch(condition, _time.GetUtcNow())), StringComparison.Ordinal);
    }

    public void Dispose() => _cloud.Dispose();
}
