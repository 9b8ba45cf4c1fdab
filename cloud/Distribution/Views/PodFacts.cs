using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>What decides who may see what a pod names.</summary>
/// <param name="Node">Where it is bound; empty while it is not.</param>
/// <param name="ServiceAccount">Whose rights it has; null where it has none.</param>
/// <param name="Names">What it names, each once: Secrets, ConfigMaps, its ServiceAccount, claims.</param>
internal sealed record PodFacts(string Node, ObjectKey? ServiceAccount, IReadOnlySet<ObjectIdentity> Names)
{
    /// <summary>Reads a pod. A pod that is not bound names nothing yet.</summary>
    /// <exception cref="FormatException">It is no pod.</exception>
    public static PodFacts Read(RawObject pod)
    {
        var references = PodReferences.Read(pod.Json.Span);
        var names = new HashSet<ObjectIdentity>();
        foreach (var (resource, name) in references.Names)
        {
            if (Array.Find(Collections.Named, shared => shared.Resource == resource) is { Resource: not null } collection)
                names.Add(new ObjectIdentity(collection, new ObjectKey(pod.Key.Namespace, name)));
        }
        return new PodFacts(references.Node, references.ServiceAccount.Length > 0 ? new ObjectKey(pod.Key.Namespace, references.ServiceAccount) : null, names);
    }
}
