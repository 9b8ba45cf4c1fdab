namespace KubeEdge.EdgeMesh.Host.Tests.Outage;

/// <summary>A shop with two pods on the node: one with the token that Kubernetes gives by default, one that wants its token to last an hour and no longer.</summary>
internal static class Pods
{
    public const string Manifests = """
        [
          {"apiVersion":"v1","kind":"Node","metadata":{"name":"hz-1"}},
          {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}},
          {"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"till","namespace":"shop"}},
          {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"prices","namespace":"shop"},"data":{"coffee":"3"}},
          {"apiVersion":"v1","kind":"Service","metadata":{"name":"stock","namespace":"shop"},"spec":{"ports":[{"port":80}]}},
          {"apiVersion":"v1","kind":"Service","metadata":{"name":"till","namespace":"shop"},"spec":{"ports":[{"port":80}]}},
          {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"till","namespace":"shop"},
           "rules":[{"apiGroups":[""],"resources":["configmaps","services"],"verbs":["get","list","watch","create"]}]},
          {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"till","namespace":"shop"},
           "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"till"},"subjects":[{"kind":"ServiceAccount","name":"till","namespace":"shop"}]},
          {"apiVersion":"v1","kind":"Pod","metadata":{"name":"usual","namespace":"shop"},
           "spec":{"nodeName":"hz-1","serviceAccountName":"till","containers":[{"name":"c","image":"i"}],"volumes":[{"name":"prices","configMap":{"name":"prices"}}]}},
          {"apiVersion":"v1","kind":"Pod","metadata":{"name":"strict","namespace":"shop"},
           "spec":{"nodeName":"hz-1","serviceAccountName":"till","automountServiceAccountToken":false,"containers":[{"name":"c","image":"i"}],
            "volumes":[{"name":"token","projected":{"sources":[{"serviceAccountToken":{"path":"token","expirationSeconds":3600}}]}}]}}
        ]
        """;

    /// <summary>What a kubelet asks with for a pod's token.</summary>
    public static string TokenRequest(string pod, string uid, int seconds) => $$"""
        {"kind":"TokenRequest","apiVersion":"authentication.k8s.io/v1","spec":{"expirationSeconds":{{seconds}},"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"{{pod}}","uid":"{{uid}}"} } }
        """;
}
