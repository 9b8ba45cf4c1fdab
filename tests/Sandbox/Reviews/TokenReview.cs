using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Identity;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Reviews;

/// <summary>Whose token is this? Judged as if it had come with a request.</summary>
internal sealed class TokenReview(ServiceAccountTokenAuthenticator tokens) : IVerb
{
    public bool Serves(ApiCall call) => call is { Info.Verb: "create", Definition.Api.Kind: "TokenReview" };

    public async Task HandleAsync(ApiCall call)
    {
        var review = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        var request = new DefaultHttpContext();
        request.Request.Headers.Authorization = $"Bearer {review.Obj("spec").Str("token")}";
        var result = await tokens.AuthenticateAsync(request);
        review["status"] = result.User is { } user
            ? new JsonObject { ["authenticated"] = true, ["user"] = SelfReview.Describe(user), ["audiences"] = AggregatedDiscovery.Texts([TokenIssuer.Issuer]) }
            : new JsonObject { ["error"] = result.Refusal ?? "the token is of no kind that is known here" };
        await ObjectResponse.WriteAsync(call.Context, call.Definition, review, StatusCodes.Status201Created);
    }
}
