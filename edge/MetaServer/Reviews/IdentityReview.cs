using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>Who am I? (<c>kubectl auth whoami</c>)</summary>
internal sealed class IdentityReview : IReview
{
    /// <summary>The collection.</summary>
    public static GroupVersionResource Collection { get; } = new("authentication.k8s.io", "v1", "selfsubjectreviews");

    public bool Serves(RequestInfo info) => info.Resource == Collection;

    public ReadOnlyMemory<byte>? Answer(UserIdentity user, RequestInfo info, ReviewBody body) => ReviewAnswer.Write(info.Resource, "SelfSubjectReview", "", writer =>
    {
        writer.WriteStartObject("status"u8);
        writer.WriteStartObject("userInfo"u8);
        writer.WriteString("username"u8, user.Name);
        if (user.Uid.Length > 0) writer.WriteString("uid"u8, user.Uid);
        ReviewAnswer.WriteTexts(writer, "groups", user.Groups);
        if (user.Extra.Count > 0)
        {
            writer.WriteStartObject("extra"u8);
            foreach (var (key, values) in user.Extra) ReviewAnswer.WriteTexts(writer, key, values);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
    });
}
