using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>
/// RBAC as its documentation tells it, without an index, a cache or any other thought of speed: a second opinion where no API server is at hand.
/// </summary>
internal static class PlainRbac
{
    /// <summary>Writes into the aggregated roles what a cluster's controller would.</summary>
    public static void Aggregate(RbacWorld world)
    {
        foreach (var role in world.ClusterRoles)
        {
            if (role["aggregationRule"]?["clusterRoleSelectors"] is not JsonArray selectors) continue;
            var rules = new JsonArray();
            foreach (var selected in selectors.SelectMany(selector => world.ClusterRoles.Where(other => !ReferenceEquals(other, role) && IsSelected(other, selector!)).OrderBy(NameOf, StringComparer.Ordinal)))
            {
                foreach (var rule in selected["rules"]!.AsArray())
                {
                    if (!rules.Any(known => JsonNode.DeepEquals(known, rule))) rules.Add(rule!.DeepClone());
                }
            }
            role["rules"] = rules;
        }
    }

    public static bool Allows(RbacWorld world, RbacQuestion question)
    {
        if (question.Groups.Contains("system:masters")) return true;
        foreach (var binding in world.ClusterRoleBindings.Where(binding => Concerns(binding, question)))
        {
            if (RulesOf(world, binding).Any(rule => Grants(rule!, question))) return true;
        }
        if (question.IsPath) return false;
        foreach (var binding in world.RoleBindings.Where(binding => NamespaceOf(binding) == question.Namespace && Concerns(binding, question)))
        {
            if (RulesOf(world, binding).Any(rule => Grants(rule!, question))) return true;
        }
        return false;
    }

    private static bool Concerns(JsonObject binding, RbacQuestion question) => binding["subjects"]!.AsArray().Any(subject => (string?)subject!["kind"] switch
    {
        "User" => question.User == (string?)subject["name"],
        "Group" => question.Groups.Contains((string)subject["name"]!),
        _ => question.User == $"system:serviceaccount:{subject["namespace"]}:{subject["name"]}",
    });

    private static JsonArray RulesOf(RbacWorld world, JsonObject binding)
    {
        var name = (string?)binding["roleRef"]!["name"];
        var role = (string?)binding["roleRef"]!["kind"] == "Role"
            ? world.Roles.FirstOrDefault(role => NameOf(role) == name && NamespaceOf(role) == NamespaceOf(binding))
            : world.ClusterRoles.FirstOrDefault(role => NameOf(role) == name);
        return role?["rules"]?.AsArray() ?? [];
    }

    private static bool Grants(JsonNode rule, RbacQuestion question)
    {
        if (!Texts(rule, "verbs").Any(verb => verb == "*" || verb == question.Verb)) return false;
        if (question.IsPath) return Texts(rule, "nonResourceURLs").Any(path => path == question.Path || (path.EndsWith('*') && question.Path.StartsWith(path.TrimEnd('*'), StringComparison.Ordinal)));
        if (!Texts(rule, "apiGroups").Any(group => group == "*" || group == question.Group)) return false;
        var names = Texts(rule, "resourceNames");
        if (names.Count > 0 && !names.Contains(question.Name)) return false;
        var asked = question.Subresource.Length == 0 ? question.Resource : $"{question.Resource}/{question.Subresource}";
        return Texts(rule, "resources").Any(resource => resource == "*" || resource == asked || (question.Subresource.Length > 0 && resource == $"*/{question.Subresource}"));
    }

    private static bool IsSelected(JsonObject role, JsonNode selector) =>
        role["metadata"]!["labels"] is JsonObject labels && selector["matchLabels"]!.AsObject().All(label => (string?)labels[label.Key] == (string?)label.Value);

    private static string NameOf(JsonObject value) => (string)value["metadata"]!["name"]!;

    private static string NamespaceOf(JsonObject value) => (string)value["metadata"]!["namespace"]!;

    private static List<string> Texts(JsonNode rule, string field) => [.. (rule[field] as JsonArray ?? []).Select(text => (string)text!)];
}
