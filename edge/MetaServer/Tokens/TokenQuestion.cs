using KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

/// <summary>Whose token a kubelet wants: an account's, for a pod, for certain audiences.</summary>
/// <param name="Account">The service account.</param>
/// <param name="Pod">The pod that the token is bound to.</param>
/// <param name="PodUid">Its UID.</param>
/// <param name="Audiences">In their order, with a line feed behind each; empty for the API server.</param>
internal sealed record TokenQuestion(ObjectKey Account, ObjectKey Pod, string PodUid, string Audiences)
{
    /// <summary>Null for a token that is bound to no pod: such a one outlives what it was for, and is not kept.</summary>
    public static TokenQuestion? Read(RequestInfo info, ReviewBody spec)
    {
        if (spec.Part("boundObjectRef", 3) is not { } bound || bound.Text("kind", 1) != "Pod") return null;
        var (name, uid) = (bound.Text("name", 3), bound.Text("uid", 4));
        if (name.Length == 0 || uid.Length == 0) return null;
        return new TokenQuestion(
            new ObjectKey(info.Namespace, info.Name), new ObjectKey(info.Namespace, name), uid, string.Concat(spec.Texts("audiences", 1).Select(audience => audience + "\n")));
    }
}
