using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Explaining;

/// <summary>What has to be known to say what a node sees of a Service.</summary>
/// <param name="Service">The Service.</param>
/// <param name="Slices">Its EndpointSlices: those in its namespace whose label <c>kubernetes.io/service-name</c> names it.</param>
/// <param name="Endpoints">Its Endpoints; null where there are none.</param>
/// <param name="Groups">Every Node of the cluster with its group, or with an empty text for a node that is in none.</param>
public sealed record ServiceFacts(
    RawObject Service, IReadOnlyList<RawObject> Slices, RawObject? Endpoints, IReadOnlyDictionary<string, string> Groups);
