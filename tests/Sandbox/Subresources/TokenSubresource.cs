using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Identity;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>POST to <c>serviceaccounts/token</c>: a TokenRequest is answered with a token.</summary>
internal sealed class TokenSubresource(ClusterReads reads, TokenIssuer issuer) : IVerb
{
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods");
    private static readonly TimeSpan s_usual = TimeSpan.FromHours(1), s_least = TimeSpan.FromMinutes(10);

    public bool Serves(ApiCall call) => call.Info is { Verb: "create", Subresource: "token" };

    public async Task HandleAsync(ApiCall call)
    {
        var request = await RequestBody.ReadObjectAsync(call.Context, call.Definition);
        var account = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
        var spec = request.Ensure("spec");
        var lifetime = spec.Int("expirationSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : s_usual;
        if (lifetime < s_least) throw KubernetesStatus.BadRequest("spec.expirationSeconds: may not specify a duration less than 10 minutes").ToException();

        var (token, expires) = issuer.Issue(account, [.. spec.Strs("audiences")], lifetime, Pod(call, spec.Obj("boundObjectRef")));
        spec["expirationSeconds"] = (long)lifetime.TotalSeconds;
        if (!spec.Strs("audiences").Any()) spec["audiences"] = new JsonArray(TokenIssuer.Issuer);
        await ObjectResponse.WriteAsync(call.Context, new JsonObject
        {
            ["kind"] = "TokenRequest",
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["metadata"] = new JsonObject { ["name"] = call.Info.Name, ["namespace"] = call.Info.Namespace },
            ["spec"] = spec.DeepClone(),
            ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = Timestamps.Seconds(expires) },
        }, StatusCodes.Status201Created);
    }

    private JsonObject? Pod(ApiCall call, JsonObject? bound)
    {
        if (bound is null) return null;
        if (bound.Str("kind") != "Pod") throw KubernetesStatus.BadRequest("spec.boundObjectRef.kind: this server binds tokens to a Pod only").ToException();
        var pod = reads.Get(s_pods, new ObjectKey(call.Info.Namespace, bound.Str("name"))) ?? throw KubernetesStatus.NotFound(s_pods, bound.Str("name")).ToException();
        if (bound.Str("uid") is { Length: > 0 } uid && uid != pod.Meta().Str("uid"))
        {
            throw KubernetesStatus.Conflict(s_pods, bound.Str("name"), $"the UID in the bound object reference ({uid}) does not match the UID in record").ToException();
        }
        return pod;
    }
}
