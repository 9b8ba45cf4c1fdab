namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>What informers on a node follow.</summary>
/// <param name="Name">Names it to a person.</param>
/// <param name="Path">The collection's path.</param>
/// <param name="Labels">A label selector; empty for none.</param>
/// <param name="Fields">A field selector; empty for none.</param>
internal sealed record Followed(string Name, string Path, string Labels = "", string Fields = "")
{
    public const string Pods = "/api/v1/pods";
    public const string ConfigMaps = "/api/v1/configmaps";
    public const string Nodes = "/api/v1/nodes";
    public const string Services = "/api/v1/services";
    public const string Slices = "/apis/discovery.k8s.io/v1/endpointslices";
    public const string Coupons = "/apis/shop.example/v1/coupons";

    /// <summary>With the selectors, for a GET.</summary>
    public string PathAndQuery
    {
        get
        {
            string[] parts =
            [
                .. (string[])(Labels.Length == 0 ? [] : [$"labelSelector={Uri.EscapeDataString(Labels)}"]),
                .. (string[])(Fields.Length == 0 ? [] : [$"fieldSelector={Uri.EscapeDataString(Fields)}"]),
            ];
            return parts.Length == 0 ? Path : $"{Path}?{string.Join('&', parts)}";
        }
    }

    /// <summary>
    /// The node's share (its pods, its Node), what is computed for it (the endpoints of closed Services), what everybody has, and what is
    /// wanted: whole collections, and parts of them that objects enter and leave.
    /// </summary>
    public static IReadOnlyList<Followed> By(string node) =>
    [
        new("own pods", Pods, Fields: $"spec.nodeName={node}"),
        new("pods", Pods),
        new("own node", Nodes, Fields: $"metadata.name={node}"),
        new("nodes", Nodes),
        new("slices", Slices),
        new("services", Services),
        new("configmaps", ConfigMaps),
        new("till configmaps", ConfigMaps, Labels: "app=till"),
        new("coupons", Coupons),
        new("tea coupons", Coupons, Fields: "spec.of=tea"),
    ];
}
