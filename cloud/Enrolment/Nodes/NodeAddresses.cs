using System.Net;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;

/// <summary>Under which names and addresses a node is known to the cluster.</summary>
/// <param name="Names">DNS names, the node's own among them.</param>
/// <param name="Addresses">Addresses.</param>
internal sealed record NodeAddresses(IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses);
