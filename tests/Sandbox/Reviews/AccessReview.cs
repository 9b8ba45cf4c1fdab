using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Reviews;

/// <summary>May somebody do something? For oneself, for anybody, or within one namespace.</summary>
internal sealed class AccessReview(IRequestAuthorizer authorizer) : IVerb
{
    public bool Serves(ApiCall call) => call is { Info.Verb: "create", Definition.Api.Kind: "SubjectAccessReview" or "SelfSubjectAccessReview" or "LocalSubjectAccessReview" };

    public async Task HandleAsync(ApiCall call)
    {
        var review = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        Admission.ObjectAdmission.Decode(call.Definition, review);
        var spec = review.Ensure("spec");
        var user = call.Definition.Api.Kind == "SelfSubjectAccessReview" ? call.User : User(spec);
        var allowed = authorizer.Authorize(user, Asked(spec)) == AuthorizationDecision.Allowed;
        review["status"] = new JsonObject { ["allowed"] = allowed };
        await ObjectResponse.WriteAsync(call.Context, call.Definition, review, StatusCodes.Status201Created);
    }

    private static UserIdentity User(JsonObject spec)
    {
        if (spec.Str("user").Length == 0 && !spec.Strs("groups").Any()) throw KubernetesStatus.BadRequest("spec.user: Required value: at least one of user or group must be specified").ToException();
        return new UserIdentity(spec.Str("user"), [.. spec.Strs("groups")]) { Uid = spec.Str("uid") };
    }

    private static RequestInfo Asked(JsonObject spec)
    {
        if (spec.Obj("resourceAttributes") is { } resource)
        {
            return new RequestInfo
            {
                IsResourceRequest = true,
                Path = "",
                Verb = resource.Str("verb"),
                Resource = new GroupVersionResource(resource.Str("group"), resource.Str("version"), resource.Str("resource")),
                Namespace = resource.Str("namespace"),
                Name = resource.Str("name"),
                Subresource = resource.Str("subresource"),
            };
        }
        if (spec.Obj("nonResourceAttributes") is { } path)
        {
            return new RequestInfo { IsResourceRequest = false, Path = path.Str("path"), Verb = path.Str("verb") };
        }
        throw KubernetesStatus.BadRequest("spec: exactly one of nonResourceAttributes or resourceAttributes must be specified").ToException();
    }
}
