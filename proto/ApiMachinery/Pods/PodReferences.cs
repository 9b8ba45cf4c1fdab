using System.Text.Json;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;

/// <summary>
/// What a pod lets its node read: all that Kubernetes' Node authoriser relates to the node for the pod's sake, and nothing else. The cloud sends a
/// node by it, and the node's MetaServer grants by it.
/// </summary>
/// <param name="Node">Where it is bound; empty while it is not, and then it names nothing.</param>
/// <param name="ServiceAccount">Whose rights it has; empty where it names none. Its account is among the names too.</param>
/// <param name="Names">What it names, each once.</param>
public sealed record PodReferences(string Node, string ServiceAccount, IReadOnlySet<PodReference> Names)
{
    private static readonly HashSet<PodReference> Nothing = [];

    /// <summary>
    /// Reads a pod. One that mirrors what the kubelet runs from a file names nothing: nodes make such pods themselves, and must not come to rights by
    /// it. What has another shape than a pod's fields have names nothing either.
    /// </summary>
    /// <exception cref="FormatException">The bytes are no JSON object.</exception>
    public static PodReferences Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new PodReader(json);
            reader.Read();
            return reader.Node.Length == 0 || reader.IsMirror
                ? new PodReferences(reader.Node, "", Nothing)
                : new PodReferences(reader.Node, reader.ServiceAccount, reader.Names);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new FormatException($"not a pod: {e.Message}", e);
        }
    }
}
