namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>Reads how many pods an object has.</summary>
internal static class ReplicaReading
{
    /// <summary>Kinds that have <c>spec.replicas</c>, which is 1 where it is absent.</summary>
    public static ReplicaCounts OfReplicas(LiveObject live, string updated, string available) => new(
        LiveObject.Number(live.Spec, "replicas") ?? 1,
        LiveObject.Number(live.Status, updated) ?? 0,
        LiveObject.Number(live.Status, "readyReplicas") ?? 0,
        LiveObject.Number(live.Status, available) ?? 0);

    /// <summary>Other kinds that speak of replicas in the usual words; zero where they do not.</summary>
    public static ReplicaCounts Generic(LiveObject live)
    {
        if (LiveObject.Number(live.Spec, "replicas") is null || LiveObject.Number(live.Status, "replicas") is null)
            return default;

        var status = live.Status;
        var ready = LiveObject.Number(status, "readyReplicas") ?? 0;
        var counts = OfReplicas(live, LiveObject.Number(status, "updatedReplicas") is null ? "replicas" : "updatedReplicas", "availableReplicas");
        return counts with { Available = LiveObject.Number(status, "availableReplicas") ?? ready };
    }
}
