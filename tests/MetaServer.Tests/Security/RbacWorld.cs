using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>Roles, bindings and pods made up by chance. All names begin with the world's own, so that several live in one cluster.</summary>
internal sealed class RbacWorld
{
    public const string Group = "rbac.authorization.k8s.io";
    private static readonly string[] s_verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "*"];
    private static readonly string[] s_groups = ["", "apps", "x.example", "*"];
    private static readonly string[] s_resources =
        ["pods", "secrets", "configmaps", "deployments", "pods/log", "pods/status", "*/status", "*/scale", "*", "deployments/scale", "pods/*", "services"];
    private static readonly string[] s_names = ["a", "b", "c", "pods", ""];
    private static readonly string[] s_paths = ["/healthz", "/healthz/*", "/apis*", "/apis/*", "*", "/metrics", "/logs/**", "/logs/*/x", "/"];
    private readonly Random _random;

    public RbacWorld(string name, Random random)
    {
        (Name, _random) = (name, random);
        Namespaces = [$"{name}-east", $"{name}-west"];
        Users = [.. Enumerable.Range(0, 5).Select(i => $"{name}-user{i}"), .. Namespaces.Select(ns => $"system:serviceaccount:{ns}:till")];
        Groups = [.. Enumerable.Range(0, 4).Select(i => $"{name}-group{i}")];
        Nodes = [$"{name}-n1", $"{name}-n2"];
        ClusterRoles = [.. Enumerable.Range(0, 10).Select(i => Role($"clusterrole{i}", null, i)), .. Enumerable.Range(0, 3).Select(Aggregate)];
        Roles = [.. Enumerable.Range(0, 6).Select(i => Role($"role{i}", Some(Namespaces), i))];
        ClusterRoleBindings = [.. Enumerable.Range(0, 6).Select(i => Binding($"clusterbinding{i}", null))];
        RoleBindings = [.. Enumerable.Range(0, 10).Select(i => Binding($"binding{i}", Some(Namespaces)))];
        Pods = [.. Enumerable.Range(0, 6).Select(Pod)];
    }

    public string Name { get; }

    public string[] Namespaces { get; }

    public string[] Users { get; }

    public string[] Groups { get; }

    public string[] Nodes { get; }

    public JsonObject[] ClusterRoles { get; }

    public JsonObject[] Roles { get; }

    public JsonObject[] ClusterRoleBindings { get; }

    public JsonObject[] RoleBindings { get; }

    public JsonObject[] Pods { get; }

    public RbacQuestion Ask()
    {
        var groups = Groups.Where(_ => _random.Next(4) == 0).ToList();
        if (_random.Next(3) > 0) groups.Add("system:authenticated");
        if (_random.Next(100) == 0) groups.Add("system:masters");
        var user = _random.Next(12) == 0 ? $"{Name}-nobody" : Some(Users);
        if (_random.Next(10) == 0) return AskAsNode();
        if (_random.Next(6) == 0) return new RbacQuestion(user, groups, Some(s_verbs), IsPath: true, Path: Some(["/healthz", "/healthz/ping", "/apis", "/apis/apps", "/metrics", "/logs/a", "/logs/a/x", "/", "/version", "*"]));
        var kind = Some(["pods", "pods", "secrets", "configmaps", "deployments", "services", "*"]);
        var part = _random.Next(4) == 0 ? Some(["log", "status", "scale", "*"]) : "";
        return new RbacQuestion(
            user, groups, Some(s_verbs), Group: Some(s_groups), Resource: kind, Subresource: part,
            Namespace: _random.Next(4) == 0 ? "" : Some([.. Namespaces, $"{Name}-none"]), Name: _random.Next(2) == 0 ? "" : Some(s_names));
    }

    /// <summary>What kubelets read, of their own and of others.</summary>
    private RbacQuestion AskAsNode()
    {
        var node = Some(Nodes);
        var question = new RbacQuestion(
            $"system:node:{node}", ["system:nodes", "system:authenticated"], Some(["get", "list", "watch"]),
            Resource: Some(["secrets", "secrets", "configmaps", "pods", "pods", "persistentvolumeclaims", "serviceaccounts", "services", "nodes"]),
            Namespace: _random.Next(6) == 0 ? "" : Some(Namespaces), Name: _random.Next(4) == 0 ? "" : Some(["a", "b", "c", "d"]));
        if (question.Resource == "nodes") question = question with { Namespace = "", Name = _random.Next(4) == 0 ? "" : Some(Nodes) };
        if (question.Resource == "pods" && question.Verb != "get") question = question with { Name = "", SelectedNode = _random.Next(3) == 0 ? "" : Some(Nodes) };
        else if (question.Resource == "pods") question = question with { Name = $"{Name}-pod{_random.Next(7)}" };
        return question;
    }

    private JsonObject Role(string name, string? ns, int number)
    {
        var role = Object(ns is null ? "ClusterRole" : "Role", name, ns);
        if (ns is null && number % 3 == 0) role["metadata"]!["labels"] = new JsonObject { [$"{Name}/part{_random.Next(2)}"] = "yes" };
        role["rules"] = new JsonArray([.. Enumerable.Range(0, _random.Next(4)).Select(_ => (JsonNode)Rule(ns is null))]);
        return role;
    }

    /// <summary>Its rules are the cluster's to write, from those that it selects.</summary>
    private JsonObject Aggregate(int number)
    {
        var role = Object("ClusterRole", $"aggregate{number}", null);
        role["aggregationRule"] = new JsonObject
        {
            ["clusterRoleSelectors"] = new JsonArray([.. Enumerable.Range(0, number + 1).Select(part => (JsonNode)new JsonObject { ["matchLabels"] = new JsonObject { [$"{Name}/part{part}"] = "yes" } })]),
        };
        role["rules"] = new JsonArray();
        return role;
    }

    private JsonObject Rule(bool mayNamePaths)
    {
        if (mayNamePaths && _random.Next(4) == 0) return new JsonObject { ["verbs"] = Several(s_verbs), ["nonResourceURLs"] = Several(s_paths) };
        var rule = new JsonObject { ["verbs"] = Several(s_verbs), ["apiGroups"] = Several(s_groups), ["resources"] = Several(s_resources) };
        if (_random.Next(3) == 0) rule["resourceNames"] = Several(s_names);
        return rule;
    }

    private JsonObject Binding(string name, string? ns)
    {
        var binding = Object(ns is null ? "ClusterRoleBinding" : "RoleBinding", name, ns);
        var isRole = ns is not null && _random.Next(2) == 0;
        var target = isRole ? $"{Name}-role{_random.Next(8)}" : _random.Next(4) == 0 ? $"{Name}-aggregate{_random.Next(4)}" : $"{Name}-clusterrole{_random.Next(12)}";
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = isRole ? "Role" : "ClusterRole", ["name"] = target };
        binding["subjects"] = new JsonArray([.. Enumerable.Range(0, _random.Next(3)).Select(_ => (JsonNode)(_random.Next(3) switch
        {
            0 => new JsonObject { ["kind"] = "ServiceAccount", ["name"] = "till", ["namespace"] = Some(Namespaces) },
            1 => new JsonObject { ["kind"] = "Group", ["apiGroup"] = Group, ["name"] = Some(Groups) },
            _ => new JsonObject { ["kind"] = "User", ["apiGroup"] = Group, ["name"] = Some(Users) },
        }))]);
        return binding;
    }

    private JsonObject Pod(int number)
    {
        var pod = Object("Pod", $"pod{number}", Some(Namespaces), "v1");
        pod["spec"] = new JsonObject
        {
            ["nodeName"] = Some(Nodes),
            ["serviceAccountName"] = Some(["a", "b", "c"]),
            ["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = Some(["a", "b", "c"]) }),
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "c",
                ["image"] = "i",
                ["envFrom"] = new JsonArray(new JsonObject { [_random.Next(2) == 0 ? "secretRef" : "configMapRef"] = new JsonObject { ["name"] = Some(["a", "b", "c"]) } }),
            }),
            ["volumes"] = new JsonArray(
                new JsonObject { ["name"] = "v1", ["secret"] = new JsonObject { ["secretName"] = Some(["a", "b", "c"]) } },
                new JsonObject { ["name"] = "v2", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = Some(["a", "b", "c"]) } },
                new JsonObject { ["name"] = "v3", ["projected"] = new JsonObject { ["sources"] = new JsonArray(new JsonObject { ["configMap"] = new JsonObject { ["name"] = Some(["a", "b", "c"]) } }) } }),
        };
        return pod;
    }

    private JsonObject Object(string kind, string name, string? ns, string version = $"{Group}/v1")
    {
        var metadata = new JsonObject { ["name"] = $"{Name}-{name}" };
        if (ns is not null) metadata["namespace"] = ns;
        return new JsonObject { ["kind"] = kind, ["apiVersion"] = version, ["metadata"] = metadata };
    }

    private JsonArray Several(string[] from) => new([.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => (JsonNode)Some(from))]);

    private string Some(string[] from) => from[_random.Next(from.Length)];
}
