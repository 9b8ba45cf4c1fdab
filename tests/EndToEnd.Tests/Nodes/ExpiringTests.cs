using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Nodes;

/// <summary>A node whose certificate is not renewed says so in the cluster, where people look, and takes it back when it has been renewed.</summary>
public abstract class ExpiringTests(MeshFixture fixture)
{
    /// <summary>An address that nobody has (RFC 5737): the cloud signs for no such thing.</summary>
    private const string NobodysAddress = "192.0.2.99";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Fleet Mesh => fixture.Mesh;

    /// <summary>Also writes the condition with the node's own rights and no others.</summary>
    [Fact]
    public async Task Node_WhoseCertificateIsNotRenewed_HasACondition_UntilItIs()
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        var edge = Mesh.Edges[0];
        await edge.KillAsync();
        var ends = await AgeServingAsync(edge);
        edge.StartWith("--listen", $"0.0.0.0:{EdgeNode.FreePort()}", "--advertise", NobodysAddress);
        var said = await ConditionAsync(edge, "True");
        Assert.Equal("NotRenewed", (string?)said["reason"]);
        Assert.StartsWith($"servingCertificate ends at {ends:u}: pods and the kubelet no longer trust the MetaServer", (string?)said["message"], StringComparison.Ordinal);
        var status = (await edge.RunAsync("status")).Output;
        Assert.Contains("EXPIRES  servingCertificate ends in 19d", status, StringComparison.Ordinal);
        Assert.Contains("RENEWAL FAILS", status, StringComparison.Ordinal);
        Assert.Contains(NobodysAddress, status, StringComparison.Ordinal);
        WasWrittenBy("system:node:" + edge.Name);
        // The kubelet's conditions are still there.
        Assert.NotNull(await FindAsync(edge, "Ready"));

        await edge.KillAsync();
        edge.Start();
        Assert.Equal("Renewed", (string?)(await ConditionAsync(edge, "False"))["reason"]);
        Assert.DoesNotContain("EXPIRES", (await edge.RunAsync("status")).Output, StringComparison.Ordinal);
    }

    /// <summary>Looks who wrote the condition, where that can be known.</summary>
    protected abstract void WasWrittenBy(string user);

    /// <summary>Gives the node a serving certificate that should have been renewed months ago; when it ends.</summary>
    private async Task<DateTimeOffset> AgeServingAsync(EdgeNode edge)
    {
        var secret = (await Mesh.Cluster.GetAsync("/api/v1/namespaces/edgemesh-system/secrets/edgemesh-ca", Cancellation))["data"]!;
        string Pem(string name) => Encoding.UTF8.GetString(Convert.FromBase64String((string)secret[name]!));
        using var authority = X509Certificate2.CreateFromPem(Pem("tls.crt"), Pem("tls.key"));
        using var signer = authority.GetECDsaPrivateKey()!;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(NodeSubject.Of(edge.Name), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var (from, until) = (TimeProvider.System.GetUtcNow().AddDays(-345), TimeProvider.System.GetUtcNow().AddDays(20));
        using var old = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), from, until, [1, 0]);
        await File.WriteAllTextAsync(Path.Combine(edge.DataDirectory, "serving.pem"), $"{old.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n", Cancellation);
        return new DateTimeOffset(old.NotAfter.ToUniversalTime());
    }

    private async Task<JsonNode> ConditionAsync(EdgeNode edge, string status)
    {
        JsonNode? found = null;
        await Mesh.EventuallyAsync($"the condition is {status}", async () =>
        {
            found = await FindAsync(edge, "EdgeMeshExpiring");
            if ((string?)found?["status"] != status) throw new IOException($"it is {found?.ToJsonString() ?? "not there"}; {(await edge.RunAsync("status")).Output}");
        }, Cancellation);
        return found!;
    }

    private async Task<JsonNode?> FindAsync(EdgeNode edge, string type) =>
        (await Mesh.Cluster.GetAsync("/api/v1/nodes/" + edge.Name, Cancellation))["status"]?["conditions"]?.AsArray().FirstOrDefault(condition => (string?)condition!["type"] == type);
}
