namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>How far the traffic of a Service reaches, and since when.</summary>
/// <param name="Topology">How far.</param>
/// <param name="Since">The revision of the event since which it is so.</param>
internal readonly record struct ServiceTraffic(Topology Topology, long Since);
