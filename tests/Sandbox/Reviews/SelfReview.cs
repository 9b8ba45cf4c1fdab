using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Reviews;

/// <summary>Who am I?</summary>
internal sealed class SelfReview : IVerb
{
    public bool Serves(ApiCall call) => call is { Info.Verb: "create", Definition.Api.Kind: "SelfSubjectReview" };

    public async Task HandleAsync(ApiCall call)
    {
        var review = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        review["status"] = new JsonObject { ["userInfo"] = Describe(call.User) };
        await ObjectResponse.WriteAsync(call.Context, call.Definition, review, StatusCodes.Status201Created);
    }

    /// <summary>A user as the API shows one.</summary>
    public static JsonObject Describe(UserIdentity user)
    {
        var written = new JsonObject { ["username"] = user.Name };
        written.Put("uid", user.Uid.Length == 0 ? null : JsonValue.Create(user.Uid));
        written["groups"] = AggregatedDiscovery.Texts(user.Groups);
        return written;
    }
}
