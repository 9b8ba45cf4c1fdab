using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Routing;

public sealed class RequestInfoParserTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", "list v1/pods")]
    [InlineData("GET", "/api/v1/pods/", "list v1/pods")]
    [InlineData("HEAD", "/api/v1/pods", "list v1/pods")]
    [InlineData("GET", "/api/v1/pods?watch=true", "watch v1/pods")]
    [InlineData("GET", "/api/v1/pods?watch", "watch v1/pods")]
    [InlineData("GET", "/api/v1/pods?watch=0", "list v1/pods")]
    [InlineData("GET", "/api/v1/pods?watch=False", "list v1/pods")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods", "list v1/pods in shop")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Dtill", "list v1/pods in shop named till")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/till", "get v1/pods in shop named till")]
    [InlineData("HEAD", "/api/v1/namespaces/shop/pods/till", "get v1/pods in shop named till")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/till?watch=true", "get v1/pods in shop named till")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/till/log", "get v1/pods in shop named till sub log")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/till/proxy/a/b", "get v1/pods in shop named till sub proxy rest a/b")]
    [InlineData("GET", "/api/v1/namespaces/shop/pods/till/proxy//a%2Fb", "get v1/pods in shop named till sub proxy rest /a/b")]
    [InlineData("GET", "/api/v1/namespaces", "list v1/namespaces")]
    [InlineData("GET", "/api/v1/namespaces/shop", "get v1/namespaces in shop named shop")]
    [InlineData("PUT", "/api/v1/namespaces/shop/finalize", "update v1/namespaces in shop named shop sub finalize")]
    [InlineData("PATCH", "/api/v1/namespaces/shop/status", "patch v1/namespaces in shop named shop sub status")]
    [InlineData("POST", "/apis/apps/v1/namespaces/shop/deployments", "create apps/v1/deployments in shop")]
    [InlineData("PATCH", "/apis/apps/v1/namespaces/shop/deployments/till/scale", "patch apps/v1/deployments in shop named till sub scale")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/shop/deployments", "deletecollection apps/v1/deployments in shop")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/shop/deployments/till", "delete apps/v1/deployments in shop named till")]
    [InlineData("GET", "/api/v1/watch/pods", "watch v1/pods")]
    [InlineData("GET", "/api/v1/watch/namespaces/shop/pods/till", "watch v1/pods in shop named till")]
    [InlineData("GET", "/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode", "get rbac.authorization.k8s.io/v1/clusterroles named system:node")]
    [InlineData("GET", "http://cloud.example/api/v1/pods?limit=1", "list v1/pods")]
    public void Parse_ResourcePath_SaysWhatIsAsked(string method, string target, string expected)
    {
        var info = Parse(method, target);
        Assert.True(info.IsResourceRequest);
        Assert.Equal(expected, $"{info.Verb} {info.Resource}{Part("in", info.Namespace)}{Part("named", info.Name)}{Part("sub", info.Subresource)}{Part("rest", info.Rest)}");
    }

    [Theory]
    [InlineData("/", "/")]
    [InlineData("/api", "/api")]
    [InlineData("/api/v1/", "/api/v1")]
    [InlineData("/apis/apps/v1", "/apis/apps/v1")]
    [InlineData("/version?timeout=32s", "/version")]
    [InlineData("/openapi/v3/apis/apps/v1", "/openapi/v3/apis/apps/v1")]
    public void Parse_OtherPath_IsNoResource(string target, string path)
    {
        var info = Parse("GET", target);
        Assert.False(info.IsResourceRequest);
        Assert.Equal((path, "get"), (info.Path, info.Verb));
    }

    [Theory]
    [InlineData("/api/v1//pods")]
    [InlineData("//api/v1/pods")]
    [InlineData("/api/v1/pods//")]
    [InlineData("/api/v1/namespaces/a/../b/secrets")]
    [InlineData("/api/v1/namespaces/a/%2e%2E/b/secrets")]
    [InlineData("/api/v1/namespaces/a/./secrets")]
    [InlineData("/api/v1/namespaces/a%2fsecrets/b")]
    [InlineData("/api/v1/namespaces/a%5Csecrets/b")]
    [InlineData("/api/v1/namespaces/a/secrets/b%00")]
    [InlineData("/api/v1/namespaces/a/secrets/b%0a")]
    [InlineData("/api/v1/namespaces/a/secrets/%zz")]
    [InlineData("/api/v1/namespaces/a/secrets/%c0%af")]
    [InlineData("/api/v1/namespaces/shop/pods/till/proxy/../../secrets")]
    [InlineData("/api/v1/namespaces/shop/pods//proxy/a")]
    [InlineData("*")]
    public void Parse_PathTrick_IsRefused(string target)
    {
        Assert.False(RequestInfoParser.TryParse("GET", target, Query(target), out _, out var problem));
        Assert.NotEmpty(problem);
    }

    private static RequestInfo Parse(string method, string target)
    {
        Assert.True(RequestInfoParser.TryParse(method, target, Query(target), out var info, out var problem), problem);
        return info;
    }

    private static QueryCollection Query(string target) =>
        target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? new QueryCollection(QueryHelpers.ParseQuery(target[at..])) : QueryCollection.Empty;

    private static string Part(string word, string value) => value.Length == 0 ? "" : $" {word} {value}";
}
