namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>How far the traffic of a Service reaches.</summary>
/// <param name="Closed">Whether it stays in the caller's group.</param>
/// <param name="Since">The revision of the event since which it is so.</param>
internal readonly record struct ServiceTraffic(bool Closed, long Since);
