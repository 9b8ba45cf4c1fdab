using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary><c>kubectl auth can-i</c> at an edge.</summary>
public sealed class SelfAccessReviewTests
{
    private const string Path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
    private const string Rules = """
        [{"verbs":["create"],"apiGroups":["authorization.k8s.io"],"resources":["selfsubjectaccessreviews"]},
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

    private static Task<HttpResponseMessage> AskAsync(EdgeServer edge, string spec) => edge.Http.PostAsync(
        new Uri(edge.Address, Path),
        new StringContent($$"""{"kind":"SelfSubjectAccessReview","apiVersion":"authorization.k8s.io/v1","spec":{{spec}}}""", Encoding.UTF8, "application/json"),
        TestContext.Current.CancellationToken);
}
