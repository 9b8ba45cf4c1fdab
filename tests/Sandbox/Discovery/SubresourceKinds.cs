using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Discovery;

/// <summary>What discovery says of a subresource.</summary>
/// <param name="Group">Its kind's group.</param>
/// <param name="Version">Its kind's version.</param>
/// <param name="Kind">What it takes or shows.</param>
/// <param name="Verbs">What can be done with it.</param>
internal sealed record SubresourceKinds(string Group, string Version, string Kind, IReadOnlyList<string> Verbs)
{
    private static readonly string[] s_parts = ["get", "patch", "update"];
    private static readonly string[] s_create = ["create"];

    public static SubresourceKinds Of(ApiResource resource, string subresource) => subresource switch
    {
        "scale" => new("autoscaling", "v1", "Scale", s_parts),
        "binding" => new("", "v1", "Binding", s_create),
        "eviction" => new("policy", "v1", "Eviction", s_create),
        "token" => new("authentication.k8s.io", "v1", "TokenRequest", s_create),
        "exec" => new("", "v1", "PodExecOptions", ["create", "get"]),
        "log" => Same(resource, ["get"]),
        "finalize" => Same(resource, ["update"]),
        _ => Same(resource, s_parts),
    };

    private static SubresourceKinds Same(ApiResource resource, string[] verbs) =>
        new(resource.Resource.Group, resource.Resource.Version, resource.Kind, verbs);
}
