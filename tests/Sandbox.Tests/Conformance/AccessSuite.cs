using System.Net;
using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>Who one is, and what one may.</summary>
public abstract class AccessSuite(ITestCluster cluster) : IDisposable
{
    private readonly ClusterApi _api = new(cluster);

    [Fact]
    public async Task SelfSubjectReview_Admin_IsOfMasters()
    {
        var review = await _api.SendAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", """{"apiVersion":"authentication.k8s.io/v1","kind":"SelfSubjectReview"}""");
        Assert.Equal("kubernetes-admin", (string)review.Body["status"]!["userInfo"]!["username"]!);
        Assert.Contains("system:masters", review.Body["status"]!["userInfo"]!["groups"]!.AsArray().Select(group => (string)group!));
    }

    [Fact]
    public async Task ServiceAccountToken_BoundRole_AllowsThatAndNoMore()
    {
        var ns = await _api.NewNamespaceAsync();
        var token = await TokenAsync(ns);
        await _api.SendAsync(HttpMethod.Post, $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/roles", """{"metadata":{"name":"r"},"rules":[{"apiGroups":[""],"resources":["configmaps"],"verbs":["list"]}]}""");
        await _api.SendAsync(HttpMethod.Post, $"/apis/rbac.authorization.k8s.io/v1/namespaces/{ns}/rolebindings", $$"""{"metadata":{"name":"r"},"roleRef":{"kind":"Role","name":"r","apiGroup":"rbac.authorization.k8s.io"},"subjects":[{"kind":"ServiceAccount","name":"app","namespace":"{{ns}}"}]}""");
        await UntilAllowedAsync(ns);
        Assert.Equal(HttpStatusCode.OK, await CodeAsync($"/api/v1/namespaces/{ns}/configmaps", token));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync($"/api/v1/namespaces/{ns}/secrets", token));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync("/api/v1/configmaps", token));
        Assert.Equal(HttpStatusCode.Unauthorized, await CodeAsync($"/api/v1/namespaces/{ns}/configmaps", token[..^4] + "AAAA"));
    }

    [Fact]
    public async Task TokenReview_GoodToken_NamesTheServiceAccount()
    {
        var ns = await _api.NewNamespaceAsync();
        var token = await TokenAsync(ns);
        var review = await _api.SendAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/tokenreviews", $$"""{"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","spec":{"token":"{{token}}"} }""");
        Assert.True((bool)review.Body["status"]!["authenticated"]!);
        Assert.Equal($"system:serviceaccount:{ns}:app", (string)review.Body["status"]!["user"]!["username"]!);
    }

    [Fact]
    public async Task Anonymous_MayAskForTheVersionOnly()
    {
        Assert.Equal(HttpStatusCode.OK, await CodeAsync("/version", null));
        Assert.Equal(HttpStatusCode.Forbidden, await CodeAsync("/api/v1/pods", null));
    }

    [Fact]
    public async Task OpenId_Keys_ArePublished()
    {
        var configuration = await _api.GetAsync("/.well-known/openid-configuration");
        Assert.Equal("https://kubernetes.default.svc.cluster.local", (string)configuration.Body["issuer"]!);
        Assert.NotEmpty((await _api.GetAsync("/openid/v1/jwks")).Body["keys"]!.AsArray());
    }

    public void Dispose()
    {
        _api.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task<string> TokenAsync(string ns)
    {
        await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/serviceaccounts", """{"metadata":{"name":"app"}}""");
        var answer = await _api.SendAsync(HttpMethod.Post, $"/api/v1/namespaces/{ns}/serviceaccounts/app/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        Assert.Equal(201, answer.Code);
        return (string)answer.Body["status"]!["token"]!;
    }

    /// <summary>A real server takes a moment to hear of a new binding.</summary>
    private async Task UntilAllowedAsync(string ns)
    {
        for (var i = 0; i < 100; i++)
        {
            var review = await _api.SendAsync(HttpMethod.Post, "/apis/authorization.k8s.io/v1/subjectaccessreviews", $$"""
                {"apiVersion":"authorization.k8s.io/v1","kind":"SubjectAccessReview","spec":{"user":"system:serviceaccount:{{ns}}:app","resourceAttributes":{"namespace":"{{ns}}","verb":"list","resource":"configmaps"} } }
                """);
            if ((bool)review.Body["status"]!["allowed"]!) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
        Assert.Fail("the role was never granted");
    }

    /// <summary>Over a connection without the administrator's certificate.</summary>
    private async Task<HttpStatusCode> CodeAsync(string path, string? token)
    {
        using var client = new HttpClient(_api.NewHandler());
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_api.Typed.BaseUri, path));
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
