namespace KubeEdge.EdgeMesh.Sandbox.Tests.Conformance;

/// <summary>Objects that several suites use.</summary>
internal static class Manifests
{
    public const string Deployment =
        """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},
         "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"registry.example/web:1"}]}}}}
        """;
}
