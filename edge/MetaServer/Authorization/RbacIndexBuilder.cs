using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>
/// Reads roles and bindings. What is malformed or dangles grants nothing and hides nothing else. Of an aggregated role the rules that the
/// cluster has written into it count.
/// </summary>
internal static class RbacIndexBuilder
{
    public static RbacIndex Build(IObjectReader reader)
    {
        var clusterRoles = ReadRoles(reader, RbacAuthorizer.ClusterRoles);
        var roles = ReadRoles(reader, RbacAuthorizer.Roles);
        var index = new RbacIndex();
        ForEach(reader, RbacAuthorizer.ClusterRoleBindings, (_, binding) =>
        {
            if (RoleOf(binding) is ("ClusterRole", var name)) Bind(index, RbacIndex.Cluster, binding, Grant(clusterRoles, new ObjectKey("", name), "clusterrole"));
        });
        ForEach(reader, RbacAuthorizer.RoleBindings, (key, binding) =>
        {
            var grant = RoleOf(binding) switch
            {
                ("ClusterRole", var name) => Grant(clusterRoles, new ObjectKey("", name), "clusterrole"),
                ("Role", var name) => Grant(roles, new ObjectKey(key.Namespace, name), "role"),
                _ => null,
            };
            if (grant is not null) Bind(index, key.Namespace, binding, grant);
        });
        return index;
    }

    private static RbacGrant Grant(Dictionary<ObjectKey, RbacRule[]> roles, ObjectKey key, string kind) =>
        roles.TryGetValue(key, out var rules) ? new RbacGrant(rules, null) : new RbacGrant([], $"{kind}.rbac.authorization.k8s.io \"{key.Name}\" not found");

    private static void Bind(RbacIndex index, string scope, JsonElement binding, RbacGrant grant)
    {
        foreach (var subject in Items(binding, "subjects"))
        {
            var name = Text(subject, "name");
            switch (Text(subject, "kind"))
            {
                case "User":
                    index.GrantUser(scope, name, grant);
                    break;
                case "Group":
                    index.GrantGroup(scope, name, grant);
                    break;
                case "ServiceAccount":
                    var home = Text(subject, "namespace") is { Length: > 0 } given ? given : scope;
                    if (home.Length > 0) index.GrantUser(scope, $"system:serviceaccount:{home}:{name}", grant);
                    break;
            }
        }
    }

    private static Dictionary<ObjectKey, RbacRule[]> ReadRoles(IObjectReader reader, GroupVersionResource resource)
    {
        var roles = new Dictionary<ObjectKey, RbacRule[]>();
        ForEach(reader, resource, (key, role) =>
        {
            var rules = new List<RbacRule>();
            foreach (var rule in Items(role, "rules"))
            {
                rules.Add(new RbacRule(
                    Texts(rule, "verbs"), Texts(rule, "apiGroups"), Texts(rule, "resources"), Texts(rule, "resourceNames"), Texts(rule, "nonResourceURLs")));
            }
            roles[key] = [.. rules];
        });
        return roles;
    }

    private static void ForEach(IObjectReader reader, GroupVersionResource resource, Action<ObjectKey, JsonElement> take)
    {
        using var cursor = reader.OpenList(new ListQuery(resource, reader.Latest(resource)));
        while (cursor.MoveNext())
        {
            try
            {
                var json = RawJson.Reader(cursor.Json);
                using var document = JsonDocument.ParseValue(ref json);
                take(cursor.Key, document.RootElement);
            }
            catch (JsonException)
            {
                // Grants nothing.
            }
        }
    }

    private static (string Kind, string Name) RoleOf(JsonElement binding) =>
        binding.TryGetProperty("roleRef", out var role) ? (Text(role, "kind"), Text(role, "name")) : ("", "");

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? items.EnumerateArray()
            : default;

    private static string Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static string[] Texts(JsonElement parent, string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(parent, name))
        {
            if (item.ValueKind == JsonValueKind.String) texts.Add(item.GetString()!);
        }
        return [.. texts];
    }
}
