using System.Net;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>The node's own components, who prove themselves by a client certificate of the cluster.</summary>
public sealed class NodesOwnTests : IAsyncLifetime
{
    private const string Kubelet = "CN=system:node:n1, O=system:nodes";
    private const string Pod = """
        "spec":{"nodeName":"n1","serviceAccountName":"till","imagePullSecrets":[{"name":"registry"}],
        "containers":[{"env":[{"valueFrom":{"secretKeyRef":{"name":"key"}}}],"envFrom":[{"configMapRef":{"name":"settings"}}]}],
        "volumes":[{"secret":{"secretName":"tls"}},{"persistentVolumeClaim":{"claimName":"data"}},
        {"projected":{"sources":[{"serviceAccountToken":{}},{"configMap":{"name":"kube-root-ca.crt"}}]}},{"csi":{"driver":"d","nodePublishSecretRef":{"name":"csi"}}}]}
        """;

    private readonly ClientAuthority _authority = new();
    private EdgeServer _edge = null!;
    private HttpClient _kubelet = null!;

    public async ValueTask InitializeAsync()
    {
        _edge = await EdgeServer.StartAsync(context => context.Response.WriteAsync(
            $"cloud: {context.Request.Method} caller={context.Request.Headers["Edgemesh-Caller"]} credential={context.Request.Headers.Authorization}"));
        _edge.Store.PutDocument("client-ca", _authority.Certificate.ExportCertificatePem(), "application/x-pem-file");
        _edge.Grant("[]");
        _edge.Store.Put(Objects.Pods, "shop/a", Pod);
        _edge.Store.Put(Objects.Pods, "shop/b", """ "spec":{"nodeName":"n2","volumes":[{"secret":{"secretName":"theirs"}}]} """);
        _edge.Store.Put(Objects.Nodes, "n1");
        foreach (var name in (string[])["tls", "key", "registry", "csi", "theirs", "stray"]) _edge.Store.Put(Objects.Secrets, $"shop/{name}");
        _edge.Store.Complete(Objects.Pods.Resource, CollectionScope.Node);
        _edge.Store.Complete(Objects.Nodes.Resource, CollectionScope.Node);
        _edge.Store.Complete(Objects.Secrets.Resource, CollectionScope.Node);
        _kubelet = _edge.Client(certificate: _authority.Issue(Kubelet));
    }

    public async ValueTask DisposeAsync()
    {
        _kubelet.Dispose();
        await _edge.DisposeAsync();
        _authority.Dispose();
    }

    [Theory]
    [InlineData("/api/v1/nodes/n1")]
    [InlineData("/api/v1/nodes?fieldSelector=metadata.name%3Dn1&resourceVersion=0")]
    [InlineData("/api/v1/pods?fieldSelector=spec.nodeName%3Dn1&resourceVersion=0")]
    [InlineData("/api/v1/namespaces/shop/pods/a")]
    [InlineData("/api/v1/namespaces/shop/secrets/tls")]
    [InlineData("/api/v1/namespaces/shop/secrets/key")]
    [InlineData("/api/v1/namespaces/shop/secrets/registry")]
    [InlineData("/api/v1/namespaces/shop/secrets/csi")]
    [InlineData("/api/v1/namespaces/shop/secrets?fieldSelector=metadata.name%3Dtls&resourceVersion=0")]
    public async Task Node_5_6_ReadsWhatItsPodsName_WithoutTheCloud(string path)
    {
        _edge.Store.Disconnected("cut");
        Assert.NotNull((await _kubelet.GetJsonAsync(path))["kind"]);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/shop/secrets/theirs", "secrets \"theirs\" is forbidden: User \"system:node:n1\" cannot get resource \"secrets\" in API group \"\" in the namespace \"shop\": no relationship found between node 'n1' and this object")]
    [InlineData("/api/v1/namespaces/shop/secrets/stray", "secrets \"stray\" is forbidden: User \"system:node:n1\" cannot get resource \"secrets\" in API group \"\" in the namespace \"shop\": no relationship found between node 'n1' and this object")]
    [InlineData("/api/v1/namespaces/shop/secrets", "secrets is forbidden: User \"system:node:n1\" cannot list resource \"secrets\" in API group \"\" in the namespace \"shop\": No Object name found")]
    [InlineData("/api/v1/secrets", "secrets is forbidden: User \"system:node:n1\" cannot list resource \"secrets\" in API group \"\" at the cluster scope: can only read namespaced object of this type")]
    [InlineData("/api/v1/namespaces/other/secrets/tls", "secrets \"tls\" is forbidden: User \"system:node:n1\" cannot get resource \"secrets\" in API group \"\" in the namespace \"other\": no relationship found between node 'n1' and this object")]
    [InlineData("/api/v1/namespaces/shop/pods/b", "pods \"b\" is forbidden: User \"system:node:n1\" cannot get resource \"pods\" in API group \"\" in the namespace \"shop\": no relationship found between node 'n1' and this object")]
    [InlineData("/api/v1/pods", "pods is forbidden: User \"system:node:n1\" cannot list resource \"pods\" in API group \"\" at the cluster scope: can only list/watch pods with spec.nodeName field selector")]
    [InlineData("/api/v1/nodes/n2", "nodes \"n2\" is forbidden: User \"system:node:n1\" cannot get resource \"nodes\" in API group \"\" at the cluster scope: node 'n1' cannot read 'n2', only its own Node object")]
    public async Task Node_5_6_WithoutTheCloud_ReadsNothingElse(string path, string message)
    {
        _edge.Store.Disconnected("cut");
        Assert.Equal(message, (await _kubelet.GetFailureAsync(path, 403)).Message());
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/shop/secrets/stray")]
    [InlineData("PATCH", "/api/v1/nodes/n1/status")]
    [InlineData("POST", "/api/v1/namespaces/shop/serviceaccounts/till/token")]
    [InlineData("PUT", "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/n1")]
    public async Task Node_5_7_WhatIsNotForTheCacheToSay_IsAskedOfTheClusterAsTheNode(string method, string path)
    {
        using var response = await _kubelet.AskAsync(path, method: new HttpMethod(method), headers: ("Authorization", "Bearer smuggled"));
        Assert.Equal($"cloud: {method} caller=node credential=", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Node_5_7_ActsAsNobodyElse()
    {
        using var response = await _kubelet.AskAsync("/api/v1/nodes/n1/status", method: HttpMethod.Patch, headers: ("Impersonate-User", "admin"));
        await response.ReadFailureAsync(403);
    }

    /// <summary>The mark by which the gateway knows the node's own requests is this server's to set.</summary>
    [Fact]
    public async Task Mark_OfTheNodesOwn_IsTakenOffWhatAPodSends()
    {
        using var response = await _edge.Http.AskAsync("/api/v1/namespaces/shop/pods/a/log", headers: ("Edgemesh-Caller", "node"));
        await response.ReadFailureAsync(403);
        _edge.Grant();
        using var second = await _edge.Http.AskAsync("/api/v1/namespaces/shop/pods/a/log", headers: ("edgemesh-caller", "node"));
        Assert.Equal($"cloud: GET caller= credential=Bearer {_edge.Token}", await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var stranger = _edge.Client();
        using var third = await stranger.AskAsync("/api/v1/namespaces/shop/pods/a/log", headers: ("Edgemesh-Caller", "node"));
        await third.ReadFailureAsync(401);
    }

    [Theory]
    [InlineData("CN=system:node:n2, O=system:nodes")]
    [InlineData("CN=system:node:n1")]
    [InlineData("CN=system:node:n11, O=system:nodes")]
    [InlineData("CN=system:kube-proxy")]
    public async Task Certificate_OfSomebodyElse_IsNeverAskedForAsTheNode(string subject)
    {
        using var http = _edge.Client(certificate: _authority.Issue(subject));
        using var write = await http.AskAsync("/api/v1/nodes/n1/status", method: HttpMethod.Patch);
        await write.ReadFailureAsync(403);
        await http.GetFailureAsync("/api/v1/namespaces/shop/secrets/tls", 403);
    }

    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.1", 1)] // For servers.
    [InlineData("1.3.6.1.5.5.7.3.2", 3)] // Expired.
    public async Task Certificate_ThatIsNotGood_Is401(string usage, int ageInHours)
    {
        using var http = _edge.Client(certificate: _authority.Issue(Kubelet, usage, TimeSpan.FromHours(ageInHours)));
        await http.GetFailureAsync("/api/v1/nodes/n1", 401);
    }

    [Fact]
    public async Task Certificate_WhoseAuthorityIsNoLongerTheClusters_Is401OnTheSameConnection()
    {
        _edge.Store.Disconnected("cut");
        await _kubelet.GetJsonAsync("/api/v1/nodes/n1");
        using var next = new ClientAuthority();
        _edge.Store.PutDocument("client-ca", next.Certificate.ExportCertificatePem());
        await _kubelet.GetFailureAsync("/api/v1/nodes/n1", 401);
        _edge.Store.PutDocument("client-ca", _authority.Certificate.ExportCertificatePem() + "\n" + next.Certificate.ExportCertificatePem());
        await _kubelet.GetJsonAsync("/api/v1/nodes/n1");
        Assert.Equal(HttpStatusCode.OK, (await Ask(next.Issue(Kubelet))).StatusCode);
    }

    /// <summary>As at the API server, where one of two credentials is enough.</summary>
    [Fact]
    public async Task Certificate_OfNobodyKnown_DoesNotSpoilAGoodToken()
    {
        using var stranger = new ClientAuthority();
        using var http = _edge.Client(certificate: stranger.Issue(Kubelet));
        _edge.Grant();
        using var response = await http.AskAsync("/api/v1/namespaces/shop/secrets/tls", headers: ("Authorization", $"Bearer {_edge.Token}"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task ClientAuthorities_AreNotServed()
    {
        _edge.Grant();
        using var response = await _edge.Http.AskAsync("/client-ca");
        Assert.StartsWith("cloud: ", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> Ask(X509Certificate2 certificate)
    {
        using var http = _edge.Client(certificate: certificate);
        return await http.AskAsync("/api/v1/nodes/n1");
    }
}
