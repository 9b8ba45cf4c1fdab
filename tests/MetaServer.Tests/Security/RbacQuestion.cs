using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>May this user do that?</summary>
internal sealed record RbacQuestion(
    string User, IReadOnlyList<string> Groups, string Verb, bool IsPath = false, string Path = "", string Group = "", string Resource = "", string Subresource = "",
    string Namespace = "", string Name = "", string SelectedNode = "")
{
    public UserIdentity Subject => new(User, Groups);

    public RequestInfo Request => new()
    {
        IsResourceRequest = !IsPath,
        Path = Path,
        Verb = Verb,
        Resource = new GroupVersionResource(Group, "", Resource),
        Subresource = Subresource,
        Namespace = Namespace,
        Name = Name,
        SelectedNode = SelectedNode,
    };

    /// <summary>As it is asked of an API server.</summary>
    public JsonObject Review()
    {
        var spec = new JsonObject { ["user"] = User, ["groups"] = new JsonArray([.. Groups.Select(group => (JsonNode)group)]) };
        if (IsPath)
        {
            spec["nonResourceAttributes"] = new JsonObject { ["verb"] = Verb, ["path"] = Path };
        }
        else
        {
            var attributes = new JsonObject
            {
                ["verb"] = Verb,
                ["group"] = Group,
                ["resource"] = Resource,
                ["subresource"] = Subresource,
                ["namespace"] = Namespace,
                ["name"] = Name,
            };
            if (SelectedNode.Length > 0) attributes["fieldSelector"] = new JsonObject { ["rawSelector"] = $"spec.nodeName={SelectedNode}" };
            spec["resourceAttributes"] = attributes;
        }
        return new JsonObject { ["kind"] = "SubjectAccessReview", ["apiVersion"] = "authorization.k8s.io/v1", ["spec"] = spec };
    }
}
