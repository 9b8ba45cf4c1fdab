using System.IO.Hashing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// The discovery documents: objects that each replica of the cloud makes by itself, at a revision of its own. The tag leaves that out, so that
/// an edge which comes to another replica is not sent what it holds.
/// </summary>
internal sealed class DocumentsShare(ClusterView view, GroupVersionResource collection) : EveryoneShare(view, collection)
{
    protected override ulong TagOf(RawObject current) => XxHash3.HashToUInt64(RawJson.WithResourceVersion(current.Json.Span, 0));
}
