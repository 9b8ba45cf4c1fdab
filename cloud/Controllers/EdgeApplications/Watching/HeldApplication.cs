using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>An EdgeApplication as the informer has it.</summary>
/// <param name="Application">What it says.</param>
/// <param name="Annotations"><c>metadata.annotations</c></param>
internal sealed record HeldApplication(EdgeApplication Application, IReadOnlyDictionary<string, string> Annotations);
