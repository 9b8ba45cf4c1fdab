using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Kinds;

/// <summary>The columns of persistent volumes and of the claims on them.</summary>
internal static class VolumeColumns
{
    private const int Wide = 1;
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    public static IReadOnlyList<Column> Volume { get; } =
    [
        Column.ObjectName,
        Column.Text("Capacity", "How much it holds.", static row => Storage(row.Object.At("spec", "capacity"))),
        Column.Text("Access Modes", "How it may be mounted.", static row => Modes(row.Object, "spec")),
        Column.Text("Reclaim Policy", "What becomes of it once it is released.", static row => row.Object.Text("spec", "persistentVolumeReclaimPolicy")),
        Column.Text("Status", "Whether it is free, bound or released.", Phase),
        Column.Text("Claim", "Who has it.", static row => Claim(row.Object.At("spec", "claimRef"))),
        Column.Text("StorageClass", "The class that it is of.", static row => Class(row.Object)),
        Column.Text("VolumeAttributesClass", "The class of its attributes.", static row => OrUnset(row.Object.Text("spec", "volumeAttributesClassName"))),
        Column.Text("Reason", "Why it is in that state.", static row => row.Object.Text("status", "reason")),
        Column.Age,
        Column.Text("VolumeMode", "A file system or a block device.", static row => OrUnset(row.Object.Text("spec", "volumeMode")), Wide),
    ];

    public static IReadOnlyList<Column> VolumeClaim { get; } =
    [
        Column.ObjectName,
        Column.Text("Status", "Whether it has a volume.", Phase),
        Column.Text("Volume", "The volume that it has.", static row => row.Object.Text("spec", "volumeName")),
        Column.Text("Capacity", "How much that holds.", static row => IsBound(row) ? Storage(row.Object.At("status", "capacity")) : ""),
        Column.Text("Access Modes", "How it may be mounted.", static row => IsBound(row) ? Modes(row.Object, "status") : ""),
        Column.Text("StorageClass", "The class that it asks for.", static row => Class(row.Object)),
        Column.Text("VolumeAttributesClass", "The class of the attributes that it asks for.", static row => OrUnset(row.Object.Text("spec", "volumeAttributesClassName"))),
        Column.Age,
        Column.Text("VolumeMode", "A file system or a block device.", static row => OrUnset(row.Object.Text("spec", "volumeMode")), Wide),
    ];

    private static bool IsBound(TableRow row) => row.Object.Text("spec", "volumeName").Length > 0;

    private static string Phase(TableRow row) => row.Object.Has("metadata", "deletionTimestamp") ? "Terminating" : row.Object.Text("status", "phase");

    private static string Storage(JsonElement quantities) => quantities.Text("storage") is { Length: > 0 } size ? size : "0";

    private static string Claim(JsonElement claim) => claim.ValueKind == JsonValueKind.Object ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "";

    private static string Class(JsonElement volume) =>
        volume.At("metadata", "annotations", ClassAnnotation) is { ValueKind: JsonValueKind.String } old ? old.GetString()! : volume.Text("spec", "storageClassName");

    private static string OrUnset(string text) => text.Length == 0 ? "<unset>" : text;

    private static string Modes(JsonElement volume, string part)
    {
        var modes = new List<string>();
        foreach (var (mode, brief) in (ReadOnlySpan<(string, string)>)
            [("ReadWriteOnce", "RWO"), ("ReadOnlyMany", "ROX"), ("ReadWriteMany", "RWX"), ("ReadWriteOncePod", "RWOP")])
        {
            foreach (var item in volume.Items(part, "accessModes"))
            {
                if (!item.ValueEquals(mode)) continue;
                modes.Add(brief);
                break;
            }
        }
        return JsonReading.Joined(modes, "");
    }
}
