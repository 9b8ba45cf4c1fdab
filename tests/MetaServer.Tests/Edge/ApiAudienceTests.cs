using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Edge;

/// <summary>Managed clusters issue tokens in one name and have them made out to another: what the cloud has learnt of that decides here, offline too.</summary>
public sealed class ApiAudienceTests
{
    private const string Managed = "https://kubernetes.default.svc";

    [Theory]
    [InlineData(null, TokenIssuer.Issuer, 200)]
    [InlineData(null, Managed, 401)]
    [InlineData($"[\"{Managed}\",\"k3s\"]", Managed, 200)]
    [InlineData($"[\"{Managed}\",\"k3s\"]", "k3s", 200)]
    [InlineData($"[\"{Managed}\",\"k3s\"]", TokenIssuer.Issuer, 401)]
    [InlineData($"[\"{Managed}\",\"k3s\"]", "vault", 401)]
    [InlineData("[]", TokenIssuer.Issuer, 200)]
    [InlineData("no list", TokenIssuer.Issuer, 200)]
    public async Task Token_Offline_IsGoodForTheAudiencesThatTheCloudHasLearnt(string? learnt, string audience, int status)
    {
        await using var edge = await StartAsync();
        if (learnt is not null) edge.Store.PutDocument("api-audiences", learnt);
        Assert.Equal(status, await AskAsync(edge, audience));
    }

    /// <summary>A rotation of audiences is a change of the document.</summary>
    [Fact]
    public async Task Token_Known_IsJudgedAnewWhenTheAudiencesChange()
    {
        await using var edge = await StartAsync();
        edge.Store.PutDocument("api-audiences", $"[\"{Managed}\"]");
        var token = Issue(edge, Managed);
        Assert.Equal(200, await AskAsync(edge, token: token));
        edge.Store.PutDocument("api-audiences", "[\"other\"]");
        Assert.Equal(401, await AskAsync(edge, token: token));
    }

    [Theory]
    [InlineData("configured", 200)]
    [InlineData(Managed, 401)]
    [InlineData(TokenIssuer.Issuer, 401)]
    public async Task Token_WhereAudiencesAreConfigured_IsGoodForNoOthers(string audience, int status)
    {
        await using var edge = await StartAsync("configured");
        edge.Store.PutDocument("api-audiences", $"[\"{Managed}\"]");
        Assert.Equal(status, await AskAsync(edge, audience));
    }

    private static async Task<EdgeServer> StartAsync(params string[] audiences)
    {
        var edge = await EdgeServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            },
            tokens: options =>
            {
                foreach (var audience in audiences) options.Audiences.Add(audience);
            });
        edge.Grant();
        edge.Store.Complete(Objects.Pods.Resource);
        edge.Store.Disconnected("cut");
        return edge;
    }

    private static string Issue(EdgeServer edge, string audience) =>
        edge.Issuer.Issue(TimeProvider.System.GetUtcNow(), change: (_, claims) => claims["aud"] = new JsonArray(audience));

    private static async Task<int> AskAsync(EdgeServer edge, string audience = "", string? token = null)
    {
        using var client = edge.Client();
        using var response = await client.AskAsync("/api/v1/pods", headers: ("Authorization", $"Bearer {token ?? Issue(edge, audience)}"));
        return (int)response.StatusCode;
    }
}
