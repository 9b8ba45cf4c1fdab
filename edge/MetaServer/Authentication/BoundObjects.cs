using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>
/// Whether the ServiceAccount and the Pod that a token names still exist with the UIDs it names. What is held decides; absence decides only
/// where what is absent would have to be held.
/// </summary>
internal sealed class BoundObjects(IObjectReader reader, ICollections collections, string nodeName)
{
    private static readonly GroupVersionResource ServiceAccounts = new("", "v1", "serviceaccounts");
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    /// <summary>Changes whenever <see cref="FindProblem"/> may have another answer.</summary>
    public (long ServiceAccounts, long Pods) Mark => (reader.Latest(ServiceAccounts).Sequence, reader.Latest(Pods).Sequence);

    /// <summary>Null where nothing speaks against the token.</summary>
    public string? FindProblem(TokenClaims claims)
    {
        var account = new ObjectKey(claims.Namespace, claims.ServiceAccount);
        if (IsGone(ServiceAccounts, account, claims.ServiceAccountUid, ofThisNode: false))
            return $"service account {account} has been deleted";
        if (claims.Pod.Length == 0) return null;
        var pod = new ObjectKey(claims.Namespace, claims.Pod);
        var ofThisNode = nodeName.Length > 0 && claims.Node == nodeName;
        return IsGone(Pods, pod, claims.PodUid, ofThisNode) ? $"pod {pod} has been deleted" : null;
    }

    private bool IsGone(GroupVersionResource resource, ObjectKey key, string uid, bool ofThisNode)
    {
        if (reader.Get(resource, key) is { } found) return ObjectMeta.Read(found.Json.Span).Uid != uid;
        return collections.Find(resource)?.Complete switch
        {
            CollectionScope.All => true,
            CollectionScope.Node => ofThisNode,
            _ => false,
        };
    }
}
