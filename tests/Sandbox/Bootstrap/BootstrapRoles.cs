using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Bootstrap;

/// <summary>The roles that every cluster has. Rules are written <c>verbs groups resources</c>, or <c>verbs /paths</c>; "core" is the core group.</summary>
internal static class BootstrapRoles
{
    private const string Read = "get,list,watch";
    private const string Write = "create,delete,deletecollection,patch,update";
    private const string Aggregate = "rbac.authorization.k8s.io/aggregate-to-";

    public static IEnumerable<JsonObject> All() =>
    [
        Role("cluster-admin", "* * *", "* /*"),
        Aggregated("admin", "", "admin"),
        Aggregated("edit", "admin", "edit"),
        Aggregated("view", "edit", "view"),
        Part("view",
            $"{Read} core configmaps,endpoints,persistentvolumeclaims,persistentvolumeclaims/status,pods,replicationcontrollers,replicationcontrollers/scale,serviceaccounts,services,services/status",
            $"{Read} core bindings,limitranges,namespaces/status,pods/log,pods/status,replicationcontrollers/status,resourcequotas,resourcequotas/status",
            $"{Read} core namespaces,events",
            $"{Read} discovery.k8s.io endpointslices",
            $"{Read} apps controllerrevisions,daemonsets,daemonsets/status,deployments,deployments/scale,deployments/status,replicasets,replicasets/scale,replicasets/status,statefulsets,statefulsets/scale,statefulsets/status",
            $"{Read} autoscaling horizontalpodautoscalers,horizontalpodautoscalers/status",
            $"{Read} batch cronjobs,cronjobs/status,jobs,jobs/status",
            $"{Read} policy poddisruptionbudgets,poddisruptionbudgets/status",
            $"{Read} networking.k8s.io ingresses,ingresses/status,networkpolicies"),
        Part("edit",
            $"{Read} core pods/exec,secrets",
            "impersonate core serviceaccounts",
            $"{Write} core pods,pods/exec,configmaps,persistentvolumeclaims,replicationcontrollers,replicationcontrollers/scale,secrets,serviceaccounts,services,events",
            "create core pods/eviction,serviceaccounts/token",
            $"{Write} apps daemonsets,deployments,deployments/scale,replicasets,replicasets/scale,statefulsets,statefulsets/scale",
            $"{Write} autoscaling horizontalpodautoscalers",
            $"{Write} batch cronjobs,jobs",
            $"{Write} policy poddisruptionbudgets",
            $"{Write} networking.k8s.io ingresses,networkpolicies",
            $"{Read},{Write} coordination.k8s.io leases"),
        Part("admin",
            "create authorization.k8s.io localsubjectaccessreviews",
            $"{Read},{Write} rbac.authorization.k8s.io rolebindings,roles"),
        Role("system:basic-user",
            "create authorization.k8s.io selfsubjectaccessreviews",
            "create authentication.k8s.io selfsubjectreviews"),
        Role("system:discovery", "get /api,/api/*,/apis,/apis/*,/healthz,/livez,/openapi,/openapi/*,/readyz,/version,/version/"),
        Role("system:public-info-viewer", "get /healthz,/livez,/readyz,/version,/version/"),
        Role("system:service-account-issuer-discovery", "get /.well-known/openid-configuration,/.well-known/openid-configuration/,/openid/v1/jwks,/openid/v1/jwks/"),
        Role("system:auth-delegator",
            "create authentication.k8s.io tokenreviews",
            "create authorization.k8s.io subjectaccessreviews"),
        Role("system:node-proxier",
            "list,watch core endpoints,services",
            $"{Read} core nodes",
            "create,patch,update core events",
            "list,watch discovery.k8s.io endpointslices"),
        Role("system:node-bootstrapper", $"create,{Read} certificates.k8s.io certificatesigningrequests"),
        Role("system:node",
            "create authentication.k8s.io tokenreviews",
            "create authorization.k8s.io localsubjectaccessreviews,subjectaccessreviews",
            $"{Read} core services,nodes,pods,configmaps,secrets",
            "create,patch,update core nodes,nodes/status,events",
            "create,delete core pods",
            "patch,update core pods/status",
            "create core pods/eviction,serviceaccounts/token",
            "get core persistentvolumeclaims,persistentvolumes,endpoints,serviceaccounts",
            $"create,{Read} certificates.k8s.io certificatesigningrequests",
            "create,delete,get,patch,update coordination.k8s.io leases",
            "get storage.k8s.io volumeattachments",
            $"{Read} storage.k8s.io csidrivers",
            "create,delete,get,patch,update storage.k8s.io csinodes",
            $"{Read} node.k8s.io runtimeclasses"),
    ];

    /// <summary>Who has which of them. The node role goes to all nodes: the sandbox has no authoriser that follows a node's own pods.</summary>
    public static IEnumerable<JsonObject> Bindings() =>
    [
        Binding("cluster-admin", "system:masters"),
        Binding("system:basic-user", "system:authenticated"),
        Binding("system:discovery", "system:authenticated"),
        Binding("system:public-info-viewer", "system:authenticated", "system:unauthenticated"),
        Binding("system:service-account-issuer-discovery", "system:serviceaccounts"),
        Binding("system:node", "system:nodes"),
        Binding("system:node-proxier", "system:nodes"),
    ];

    private static JsonObject Role(string name, params string[] rules)
    {
        var role = Named("ClusterRole", name);
        role["rules"] = new JsonArray([.. rules.Select(Rule)]);
        return role;
    }

    /// <summary>A piece that others are put together from.</summary>
    private static JsonObject Part(string of, params string[] rules)
    {
        var role = Role($"system:aggregate-to-{of}", rules);
        role["metadata"]!["labels"]![Aggregate + of] = "true";
        return role;
    }

    private static JsonObject Aggregated(string name, string into, string label)
    {
        var role = Named("ClusterRole", name);
        if (into.Length > 0) role["metadata"]!["labels"]![Aggregate + into] = "true";
        role["aggregationRule"] = new JsonObject
        {
            ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [Aggregate + label] = "true" } }),
        };
        return role;
    }

    private static JsonObject Binding(string role, params string[] groups)
    {
        var binding = Named("ClusterRoleBinding", role);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role };
        binding["subjects"] = new JsonArray([.. groups.Select(group =>
            new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = group })]);
        return binding;
    }

    private static JsonObject Named(string kind, string name) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" } },
    };

    private static JsonObject Rule(string text)
    {
        var words = text.Split(' ');
        if (words.Length == 2)
        {
            var paths = words[1] == "/*" ? ["*"] : words[1].Split(',');
            return new JsonObject { ["nonResourceURLs"] = AggregatedDiscovery.Texts(paths), ["verbs"] = AggregatedDiscovery.Texts(words[0].Split(',')) };
        }
        var groups = words[1].Split(',').Select(group => group == "core" ? "" : group);
        return new JsonObject
        {
            ["apiGroups"] = AggregatedDiscovery.Texts(groups),
            ["resources"] = AggregatedDiscovery.Texts(words[2].Split(',')),
            ["verbs"] = AggregatedDiscovery.Texts(words[0].Split(',')),
        };
    }
}
