namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>
/// What we remember on a Node about its zone label, in annotations of the Node: that we set it, and what it was before. Without them nobody could
/// tell a zone of ours from one that a cloud provider set, which is not ours to take away.
/// </summary>
/// <param name="Ours">The value that we set. Where the label says otherwise, somebody else has set it since.</param>
/// <param name="Former">What to put back; null where there was no label.</param>
internal sealed record ZoneRecord(string Ours, string? Former)
{
    public const string OursAnnotation = "apps.kubeedge.io/topology-zone";
    public const string FormerAnnotation = "apps.kubeedge.io/former-topology-zone";

    public static ZoneRecord? Read(IReadOnlyDictionary<string, string> annotations) =>
        annotations.TryGetValue(OursAnnotation, out var ours) ? new ZoneRecord(ours, annotations.GetValueOrDefault(FormerAnnotation)) : null;
}
