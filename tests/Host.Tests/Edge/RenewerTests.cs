using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

public sealed class RenewerTests
{
    private const string Node = "hz-1";

    /// <summary>
    /// A --virtual-ip that the cloud was not told of, or a cluster signer that rests: the serving certificate cannot be renewed then. The node
    /// must not lose the cloud over it.
    /// </summary>
    [Fact]
    public async Task ClientCertificate_ThatIsDue_IsRenewedThoughTheServingOneCannotBe()
    {
        using var scratch = new Scratch();
        var now = TimeProvider.System.GetUtcNow();
        using var old = Certificate(now.AddDays(-364), now.AddDays(1));
        using var serving = Certificate(now.AddDays(-1), now.AddDays(364));
        Assert.True(CloudAddress.TryParse("cloud.example.com:10350", out var cloud));
        var current = new CurrentIdentity(new NodeIdentity(new EdgeConfig(Node, cloud, now), old, serving, [], [serving], [serving]));
        var directory = new IdentityDirectory(scratch.Path);
        directory.Save(current.Value);
        var renewer = new Renewer(
            current, directory, new RefusingRenewalCall(TimeProvider.System), [IPAddress.Parse("192.0.2.99")], TimeProvider.System, NullLogger<Renewer>.Instance);

        var e = await Assert.ThrowsAsync<RenewalException>(() => renewer.RenewAsync(TestContext.Current.CancellationToken));

        Assert.Equal(RefusingRenewalCall.Refusal, e.Message);
        Assert.NotEqual(old.Thumbprint, current.Value.Client.Thumbprint);
        Assert.True(current.Value.Client.HasPrivateKey);
        Assert.False(renewer.IsAnyDue);
        Assert.Equal(current.Value.Client.Thumbprint, directory.Load().Client.Thumbprint);
        Assert.Equal(serving.Thumbprint, current.Value.Serving.Thumbprint);
    }

    private static X509Certificate2 Certificate(DateTimeOffset from, DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest(NodeSubject.Of(Node), key, HashAlgorithmName.SHA256).CreateSelfSigned(from, until);
    }
}
