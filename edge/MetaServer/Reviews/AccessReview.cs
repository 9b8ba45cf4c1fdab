using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>May I, may he, may he in this namespace?</summary>
internal sealed class AccessReview(IRequestAuthorizer authorizer) : IReview
{
    private static readonly GroupVersionResource Own = Collection("selfsubjectaccessreviews");
    private static readonly GroupVersionResource Anybodys = Collection("subjectaccessreviews");
    private static readonly GroupVersionResource Local = Collection("localsubjectaccessreviews");

    public bool Serves(RequestInfo info) => info.Resource == Own || info.Resource == Anybodys || (info.Resource == Local && info.Namespace.Length > 0);

    public ReadOnlyMemory<byte>? Answer(UserIdentity user, RequestInfo info, ReviewBody body)
    {
        var kind = info.Resource == Own ? "SelfSubjectAccessReview" : info.Resource == Local ? "LocalSubjectAccessReview" : "SubjectAccessReview";
        var access = ReviewedAccess.Read(body) ?? throw Invalid(kind, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        var subject = info.Resource == Own ? user : ReadSubject(kind, body);
        if (info.Resource == Local && (access.IsPath || access.Namespace != info.Namespace))
            throw Invalid(kind, $"the attributes must be of resources in the namespace \"{info.Namespace}\"");
        var request = access.ToRequest();
        var decision = authorizer.Authorize(subject, request);
        if (decision == AuthorizationDecision.Unknown) return null;
        return ReviewAnswer.Write(info.Resource, kind, info.Resource == Local ? info.Namespace : "", writer =>
        {
            writer.WriteStartObject("spec"u8);
            access.Write(writer);
            if (info.Resource != Own) WriteSubject(writer, subject);
            writer.WriteEndObject();
            writer.WriteStartObject("status"u8);
            writer.WriteBoolean("allowed"u8, decision == AuthorizationDecision.Allowed);
            // kubectl prints the reason of a refusal, which has one where the API server gives one.
            var reason = decision == AuthorizationDecision.Allowed
                ? "RBAC: allowed by the roles held on this node, while the cloud cannot be reached" : authorizer.Explain(subject, request);
            if (reason.Length > 0) writer.WriteString("reason"u8, reason);
            writer.WriteEndObject();
        });
    }

    private static UserIdentity ReadSubject(string kind, ReviewBody spec)
    {
        var subject = new UserIdentity(spec.Text("user", 3), spec.Texts("groups", 4)) { Uid = spec.Text("uid", 6) };
        return subject.Name.Length > 0 || subject.Groups.Count > 0 ? subject : throw Invalid(kind, "at least one of user or group must be specified");
    }

    private static void WriteSubject(Utf8JsonWriter writer, UserIdentity subject)
    {
        if (subject.Name.Length > 0) writer.WriteString("user"u8, subject.Name);
        if (subject.Groups.Count > 0) ReviewAnswer.WriteTexts(writer, "groups", subject.Groups);
        if (subject.Uid.Length > 0) writer.WriteString("uid"u8, subject.Uid);
    }

    private static StatusException Invalid(string kind, string fault) => KubernetesStatus.BadRequest($"{kind}: spec: {fault}").ToException();

    private static GroupVersionResource Collection(string name) => new("authorization.k8s.io", "v1", name);
}
