namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>Kinds that a cluster's people define while the edges run, and take away again.</summary>
internal static class CustomKinds
{
    /// <summary>Defines <c>shop.example/v1</c> NAMEs with columns and a selectable field, lets the tills read them, and makes two.</summary>
    public static async Task DefineAsync(Kubectl admin, string plural, string kind)
    {
        await admin.RunAsync("apply --validate=false -f -", """
            {"apiVersion":"v1","kind":"List","items":[
            {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"PLURAL.shop.example"},"spec":{"group":"shop.example",
            "scope":"Namespaced","names":{"plural":"PLURAL","singular":"SINGULAR","kind":"KIND","listKind":"KINDList"},"versions":[{"name":"v1","served":true,"storage":true,
            "selectableFields":[{"jsonPath":".spec.color"}],
            "additionalPrinterColumns":[{"name":"Color","type":"string","jsonPath":".spec.color"},
            {"name":"Open","type":"string","jsonPath":".spec.conditions[?(@.type==\"Open\")].status"},
            {"name":"Size","type":"integer","jsonPath":".spec.size","priority":1},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],
            "schema":{"openAPIV3Schema":{"description":"What is sold.","type":"object","properties":{"spec":{"type":"object","properties":{"color":{"type":"string"},"size":{"type":"integer"},
            "conditions":{"type":"array","items":{"type":"object","properties":{"type":{"type":"string"},"status":{"type":"string"}}}}}}}}}}]}},
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"PLURAL"},"rules":[{"apiGroups":["shop.example"],"resources":["PLURAL"],"verbs":["get","list","watch"]}]},
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"PLURAL"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"PLURAL"},
            "subjects":[{"kind":"ServiceAccount","name":"till","namespace":"shop"},{"kind":"ServiceAccount","name":"edgemesh-cloud","namespace":"edgemesh-system"}]}]}
            """.Replace("SINGULAR", plural[..^1], StringComparison.Ordinal).Replace("PLURAL", plural, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal));
        await admin.RunAsync($"wait --for=condition=Established crd/{plural}.shop.example --timeout=20s");
        await admin.RunAsync("apply --validate=false -f -", """
            {"apiVersion":"v1","kind":"List","items":[
            {"apiVersion":"shop.example/v1","kind":"KIND","metadata":{"name":"first","namespace":"shop"},"spec":{"color":"red","size":3,"conditions":[{"type":"Open","status":"True"}]}},
            {"apiVersion":"shop.example/v1","kind":"KIND","metadata":{"name":"second","namespace":"shop"},"spec":{"color":"blue"}}]}
            """.Replace("SINGULAR", plural[..^1], StringComparison.Ordinal).Replace("PLURAL", plural, StringComparison.Ordinal).Replace("KIND", kind, StringComparison.Ordinal));
    }
}
