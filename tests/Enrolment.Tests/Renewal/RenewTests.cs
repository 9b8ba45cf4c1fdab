using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Renewal;

public sealed class RenewTests
{
    private const string KubernetesService = "/api/v1/namespaces/default/services/kubernetes";

    [Fact]
    public async Task Renew_WithoutAClientCertificate_IsUnauthenticated()
    {
        await using var cloud = await StartAsync();
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(null))).StatusCode);
    }

    [Fact]
    public async Task Renew_SaysEveryNameUnderWhichPodsLookForTheApi()
    {
        await using var cloud = await StartAsync();
        var (client, serving) = await JoinAsync(cloud);
        var answer = await cloud.RenewAsync(client, serving, addresses: "169.254.30.10");
        Assert.Equal(
            ["hz-1", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "localhost"], answer.Names);
        Assert.Equal(["10.96.0.1", "127.0.0.1", "169.254.30.10", "192.0.2.7", "::1", "fd00::1"], answer.Addresses.Order(StringComparer.Ordinal));
        Assert.Empty(answer.ServingCertificates);
        Assert.Empty(answer.ClientCertificate);
    }

    [Fact]
    public async Task Renew_ClusterIpChanged_IsOutdatedAndTheNewOneIsNot()
    {
        await using var cloud = await StartAsync(ServingSigner.Own);
        var (client, serving) = await JoinAsync(cloud);
        cloud.Cluster[KubernetesService]["spec"]!["clusterIPs"] = new JsonArray("10.96.0.99");
        cloud.Cluster[KubernetesService]["spec"]!["clusterIP"] = "10.96.0.99";

        var answer = await cloud.RenewAsync(client, serving, addresses: "169.254.30.10");
        Assert.True(answer.Outdated);
        var renewed = await RenewServingAsync(cloud, client, answer);
        Assert.Contains(IPAddress.Parse("10.96.0.99"), renewed.Extensions.OfType<X509SubjectAlternativeNameExtension>().Single().EnumerateIPAddresses());
        Assert.False((await cloud.RenewAsync(client, renewed.RawData, addresses: "169.254.30.10")).Outdated);
    }

    [Theory]
    [InlineData("192.0.2.99")]
    [InlineData("169.254.30.11")]
    public async Task Renew_AddressOfSomebodyElse_IsRefused(string address)
    {
        await using var cloud = await StartAsync();
        var (client, serving) = await JoinAsync(cloud);
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(client, serving, addresses: address));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        Assert.Contains(address, e.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("--metaserver-address", e.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renew_RequestThatSaysMoreThanWasDecided_IsRefused()
    {
        await using var cloud = await StartAsync();
        var (client, serving) = await JoinAsync(cloud);
        var answer = await cloud.RenewAsync(client, serving);
        var request = Csr.Make("O=system:nodes, CN=system:node:hz-1", [.. answer.Names, .. answer.Addresses, "hz-2"]);
        var e = await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(client, serving, request));
        Assert.Equal(StatusCode.InvalidArgument, e.StatusCode);
        var ofAnother = Csr.Make("O=system:nodes, CN=system:node:hz-2", [.. answer.Names, .. answer.Addresses]);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(client, serving, ofAnother))).StatusCode);
    }

    [Fact]
    public async Task Renew_ClientCertificate_IsOneThatTheCloudTakes()
    {
        await using var cloud = await StartAsync();
        var (client, serving) = await JoinAsync(cloud);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var answer = await cloud.RenewAsync(client, serving, clientCsr: Csr.Make(NodeSubject.Of("hz-1"), key));
        using var renewed = X509CertificateLoader.LoadCertificate(answer.ClientCertificate.Span).CopyWithPrivateKey(key);
        Assert.Equal("system:node:hz-1 True", await (await cloud.ConnectAsync(renewed)).GetStringAsync("/whoami", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Renew_NodeThatWasDeleted_IsNotFound()
    {
        var cluster = NewCluster();
        await using var cloud = await TestCloud.StartAsync(cluster);
        var (client, serving) = await JoinAsync(cloud);
        cluster.Remove("/api/v1/nodes/hz-1");
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => cloud.RenewAsync(client, serving))).StatusCode);
    }

    [Theory]
    [InlineData(ServingSigner.Auto)]
    [InlineData(ServingSigner.Cluster)]
    public async Task Renew_ClusterSigns_WhatWasDecidedAndNothingElse(ServingSigner choice)
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        await using var cloud = await TestCloud.StartAsync(cluster, options => options.ServingSigner = choice);
        var (client, serving) = await JoinAsync(cloud);
        var answer = await cloud.RenewAsync(client, serving);
        Assert.True(answer.Outdated, "the join's certificate is of our own CA");
        var renewed = await RenewServingAsync(cloud, client, answer);

        Assert.Equal(signer.Authority.Subject, renewed.Issuer);
        Assert.False((await cloud.RenewAsync(client, renewed.RawData)).Outdated);
        var approved = Assert.Single(signer.Approved);
        Assert.Equal("kubernetes.io/kubelet-serving", (string?)approved["spec"]!["signerName"]);
        Assert.Equal(["digital signature", "server auth"], approved["spec"]!["usages"]!.AsArray().Select(usage => (string)usage!));
        Assert.Equal(("Approved", "True"), ((string?)approved["status"]!["conditions"]![0]!["type"], (string?)approved["status"]!["conditions"]![0]!["status"]));
    }

    [Fact]
    public async Task Renew_ClusterSignsWithACaThatPodsDoNotTrust_OurOwnSigns()
    {
        var cluster = NewCluster();
        using var signer = new FakeSigner(cluster);
        using var stranger = new FakeSigner(new FakeCluster());
        signer.TrustedByPods = stranger.Authority.ExportCertificatePem();
        await using var cloud = await TestCloud.StartAsync(cluster);
        var (client, serving) = await JoinAsync(cloud);
        using var ours = await cloud.GetAuthorityAsync();
        Assert.Equal(ours.Subject, (await RenewServingAsync(cloud, client, await cloud.RenewAsync(client, serving))).Issuer);
        Assert.Contains(cloud.Messages.Lines, line => line.Contains("2422", StringComparison.Ordinal) && line.Contains("kube-root-ca.crt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Renew_ClusterAloneMaySignAndDoesNot_SaysWhatToDo()
    {
        await using var cloud = await StartAsync(ServingSigner.Cluster);
        var (client, serving) = await JoinAsync(cloud);
        var answer = await cloud.RenewAsync(client, serving);
        var e = await Assert.ThrowsAsync<RpcException>(() => RenewServingAsync(cloud, client, answer));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        Assert.Contains("--serving-signer", e.Status.Detail, StringComparison.Ordinal);
    }

    private static async Task<X509Certificate2> RenewServingAsync(TestCloud cloud, X509Certificate2 client, RenewResponse answer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = Csr.Make(NodeSubject.Of("hz-1"), key, [.. answer.Names, .. answer.Addresses]);
        var renewed = await cloud.RenewAsync(client, servingCsr: request, addresses: [.. answer.Addresses.Where(address => address == "169.254.30.10")]);
        return X509CertificateLoader.LoadCertificate(renewed.ServingCertificates[0].Span);
    }

    private static async Task<(X509Certificate2 Client, byte[] Serving)> JoinAsync(TestCloud cloud)
    {
        var (response, key) = await cloud.JoinAsync(await cloud.CreateTokenAsync(), "hz-1");
        return (X509CertificateLoader.LoadCertificate(response.ClientCertificate.Span).CopyWithPrivateKey(key), response.ServingCertificate.ToByteArray());
    }

    private static FakeCluster NewCluster()
    {
        var cluster = new FakeCluster();
        cluster.AddNode("hz-1", "192.0.2.7");
        cluster.AddNode("hz-2", "192.0.2.8");
        cluster[KubernetesService] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "kubernetes" },
            ["spec"] = new JsonObject { ["clusterIP"] = "10.96.0.1", ["clusterIPs"] = new JsonArray("10.96.0.1", "fd00::1") },
        };
        return cluster;
    }

    private static Task<TestCloud> StartAsync(ServingSigner signer = ServingSigner.Auto) => TestCloud.StartAsync(NewCluster(), options => options.ServingSigner = signer);
}
