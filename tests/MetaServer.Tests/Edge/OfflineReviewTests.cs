using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary><c>kubectl auth can-i</c> and <c>whoami</c> at an edge.</summary>
public sealed class OfflineReviewTests
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private const string Rules = """
        [{"verbs":["create"],"apiGroups":["authorization.k8s.io","authentication.k8s.io"],"resources":["*"]},
        {"verbs":["list"],"apiGroups":[""],"resources":["pods"]},{"verbs":["get"],"nonResourceURLs":["/version"]}]
        """;

    [Theory]
    [InlineData("""{"resourceAttributes":{"verb":"list","resource":"pods","namespace":"shop"}}""", true)]
    [InlineData("""{"resourceAttributes":{"verb":"list","resource":"pods","subresource":"log"}}""", false)]
    [InlineData("""{"resourceAttributes":{"verb":"delete","resource":"pods"}}""", false)]
    [InlineData("""{"nonResourceAttributes":{"verb":"get","path":"/version"}}""", true)]
    [InlineData("""{"nonResourceAttributes":{"verb":"get","path":"/metrics"}}""", false)]
    public async Task Review_WhileTheCloudIsAway_IsDecidedByTheRolesThatAreHeld(string spec, bool allowed)
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        edge.Store.Disconnected("cut");
        using var answer = await AskAsync(edge, spec);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var review = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal("SelfSubjectAccessReview", (string?)review["kind"]);
        Assert.Equal(allowed, (bool?)review["status"]!["allowed"]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(spec), review["spec"]));
    }

    /// <summary>kubectl 1.32 sends it so, whatever it takes in return.</summary>
    [Theory]
    [InlineData("list", "pods", true)]
    [InlineData("delete", "pods", false)]
    public async Task Review_InProtobuf_IsUnderstood(string verb, string resource, bool allowed)
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        edge.Store.Disconnected("cut");
        var attributes = Field(1, [.. Field(1, "shop"u8.ToArray()), .. Field(2, Encoding.UTF8.GetBytes(verb)), .. Field(5, Encoding.UTF8.GetBytes(resource))]);
        byte[] body = [.. "k8s\0"u8, .. Field(1, Field(1, "authorization.k8s.io/v1"u8.ToArray())), .. Field(2, Field(2, attributes))];
        using var content = new ByteArrayContent(body);
        content.Headers.Add("Content-Type", "application/vnd.kubernetes.protobuf");
        using var answer = await edge.Http.PostAsync(new Uri(edge.Address, Path), content, TestContext.Current.CancellationToken);
        var review = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal(allowed, (bool?)review["status"]!["allowed"]);
        Assert.Equal("shop", (string?)review["spec"]!["resourceAttributes"]!["namespace"]);
    }

    private static byte[] Field(int number, byte[] value) => [(byte)((number << 3) | 2), (byte)value.Length, .. value];

    [Fact]
    public async Task Review_WhileTheCloudIsThere_IsTheClustersToDecide()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        using var answer = await AskAsync(edge, """{"resourceAttributes":{"verb":"list","resource":"pods"}}""");
        Assert.Equal($"cloud: POST {Path}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RulesReview_ListsTheRulesOfTheCaller()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        edge.Store.Disconnected("cut");
        var status = (await PostAsync(edge, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", """{"spec":{"namespace":"shop"}}""", 201))["status"]!;
        Assert.True(JsonNode.DeepEquals(
            JsonNode.Parse("""
                {"resourceRules":[{"verbs":["create"],"apiGroups":["authorization.k8s.io","authentication.k8s.io"],"resources":["*"]},
                {"verbs":["list"],"apiGroups":[""],"resources":["pods"]}],"nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/version"]}],"incomplete":false}
                """), status), status.ToJsonString());
        await PostAsync(edge, "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "{}", 400);
    }

    [Fact]
    public async Task IdentityReview_SaysWhoTheTokenIs()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        edge.Store.Disconnected("cut");
        var user = (await PostAsync(edge, "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", 201))["status"]!["userInfo"]!;
        Assert.Equal("system:serviceaccount:shop:till", (string?)user["username"]);
        Assert.Equal("u1", (string?)user["uid"]);
        Assert.Equal("[\"system:serviceaccounts\",\"system:serviceaccounts:shop\",\"system:authenticated\"]", user["groups"]!.ToJsonString());
    }

    [Theory]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"user":"system:serviceaccount:shop:till","resourceAttributes":{"verb":"list","resource":"pods"}}""", true)]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"user":"ann","groups":["system:masters"],"nonResourceAttributes":{"verb":"get","path":"/x"}}""", true)]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"user":"ann","nonResourceAttributes":{"verb":"get","path":"/x"}}""", false)]
    [InlineData("/apis/authorization.k8s.io/v1/subjectaccessreviews", """{"nonResourceAttributes":{"verb":"get","path":"/x"}}""", null)]
    [InlineData("/apis/authorization.k8s.io/v1/namespaces/shop/localsubjectaccessreviews", """{"user":"ann","resourceAttributes":{"verb":"list","resource":"pods","namespace":"shop"}}""", false)]
    [InlineData("/apis/authorization.k8s.io/v1/namespaces/shop/localsubjectaccessreviews", """{"user":"ann","resourceAttributes":{"verb":"list","resource":"pods","namespace":"other"}}""", null)]
    public async Task AccessReview_OfAnotherSubject_ForWhoMayAsk(string path, string spec, bool? allowed)
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        edge.Store.Disconnected("cut");
        var answer = await PostAsync(edge, path, $$"""{"spec":{{spec}}}""", allowed is null ? 400 : 201);
        Assert.Equal(allowed, (bool?)(answer["status"] as JsonObject)?["allowed"]);
        edge.Grant("""[{"verbs":["create"],"apiGroups":["authorization.k8s.io"],"resources":["selfsubjectaccessreviews"]}]""");
        await PostAsync(edge, path, $$"""{"spec":{{spec}}}""", 403);
    }

    [Fact]
    public async Task Review_ThatIsTooLong_Is413()
    {
        await using var edge = await EdgeServer.StartAsync();
        edge.Grant(Rules);
        edge.Store.Disconnected("cut");
        await PostAsync(edge, Path, "{\"a\":\"" + new string('x', 70_000) + "\"}", 413);
    }

    private static async Task<JsonNode> PostAsync(EdgeServer edge, string path, string body, int status)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await edge.Http.PostAsync(new Uri(edge.Address, path), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static Task<HttpResponseMessage> AskAsync(EdgeServer edge, string spec) => edge.Http.PostAsync(
        new Uri(edge.Address, Path),
        new StringContent($$"""{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{{spec}}}""", Encoding.UTF8, "application/json"),
        TestContext.Current.CancellationToken);
}
