using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Housekeeping;

/// <summary>Puts together the ClusterRoles that are made of others.</summary>
internal sealed class RoleAggregation(ClusterReads reads, IClusterClient client, ILogger<RoleAggregation> logger, TimeProvider time) : Chore<string>(logger, time)
{
    private static readonly GroupVersionResource s_roles = new("rbac.authorization.k8s.io", "v1", "clusterroles");

    public override void Changed(Change change)
    {
        if (change.Definition.Resource == s_roles) Work.Add("all");
    }

    protected override void Do(string item)
    {
        var roles = reads.List(s_roles, null);
        foreach (var role in roles)
        {
            if (role.Obj("aggregationRule") is not { } rule) continue;
            var selectors = rule.Objs("clusterRoleSelectors").ToList();
            var rules = roles.Where(other => other.Meta().Str("name") != role.Meta().Str("name") && selectors.Exists(selector => Selectors.Matches(selector, other.Meta().Obj("labels"))))
                .SelectMany(other => other.Objs("rules")).DistinctBy(part => part.ToJsonString()).Select(part => part.DeepClone()).ToArray();
            var wanted = new JsonArray(rules);
            if (JsonNode.DeepEquals(wanted, role["rules"])) continue;
            role["rules"] = wanted;
            client.Update(s_roles, role);
        }
    }
}
