using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;

/// <summary>Knows which objects a HorizontalPodAutoscaler sets the number of replicas of.</summary>
internal sealed class Autoscalers(Action changed) : IRawObjectHandler
{
    public static GroupVersionResource Collection { get; } = new("autoscaling", "v2", "horizontalpodautoscalers");

    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, (string Group, string Kind, ObjectKey Key)> _targets = [];
    private bool _synced;

    /// <summary>Whether one names the object. Where they are not known wholly yet, that counts as yes: nobody's number is overwritten unseen.</summary>
    public bool Scale(GroupVersionResource resource, string kind, ObjectKey key)
    {
        lock (_gate)
            return !_synced || _targets.ContainsValue((resource.Group, kind, key));
    }

    /// <summary>The cluster has none, and that is known.</summary>
    public void KnowNone() => Progressed(0);

    public void Upserted(RawObject current, RawObject? previous)
    {
        using var document = JsonDocument.Parse(current.Json);
        var reference = document.RootElement.GetProperty("spec").GetProperty("scaleTargetRef");
        var version = reference.TryGetProperty("apiVersion", out var written) ? written.GetString() ?? "" : "";
        var group = version.Contains('/', StringComparison.Ordinal) ? version[..version.IndexOf('/', StringComparison.Ordinal)] : "";
        var target = (group, reference.GetProperty("kind").GetString()!, new ObjectKey(current.Key.Namespace, reference.GetProperty("name").GetString()!));
        lock (_gate)
        {
            if (_targets.TryGetValue(current.Key, out var known) && known == target)
                return;
            _targets[current.Key] = target;
        }

        changed();
    }

    public void Deleted(RawObject last, long revision)
    {
        lock (_gate)
            _targets.Remove(last.Key);
        changed();
    }

    public void Progressed(long revision)
    {
        lock (_gate)
        {
            if (_synced)
                return;
            _synced = true;
        }

        changed();
    }
}
