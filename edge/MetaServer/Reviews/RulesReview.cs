using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>What may I? (<c>kubectl auth can-i --list</c>)</summary>
internal sealed class RulesReview(IRequestAuthorizer authorizer) : IReview
{
    private static readonly GroupVersionResource Collection = new("authorization.k8s.io", "v1", "selfsubjectrulesreviews");

    public bool Serves(RequestInfo info) => info.Resource == Collection;

    public ReadOnlyMemory<byte>? Answer(UserIdentity user, RequestInfo info, ReviewBody body)
    {
        var scope = body.Text("namespace", 1);
        if (scope.Length == 0) throw KubernetesStatus.BadRequest("no namespace on request").ToException();
        if (authorizer.RulesOf(user, scope) is not { } rules) return null;
        var missing = authorizer.Explain(user, new RequestInfo { IsResourceRequest = true, Path = "", Verb = "", Namespace = scope });
        return ReviewAnswer.Write(info.Resource, "SelfSubjectRulesReview", "", writer =>
        {
            writer.WriteStartObject("spec"u8);
            writer.WriteEndObject();
            writer.WriteStartObject("status"u8);
            Write(writer, "resourceRules", rules.Where(rule => rule.Resources.Count > 0), ofResources: true);
            Write(writer, "nonResourceRules", rules.Where(rule => rule.Paths.Count > 0), ofResources: false);
            writer.WriteBoolean("incomplete"u8, false);
            if (missing.Length > 0) writer.WriteString("evaluationError"u8, missing.StartsWith("RBAC: ", StringComparison.Ordinal) ? missing[6..] : missing);
            writer.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter writer, string list, IEnumerable<GrantedRule> rules, bool ofResources)
    {
        writer.WriteStartArray(list);
        foreach (var rule in rules)
        {
            writer.WriteStartObject();
            ReviewAnswer.WriteTexts(writer, "verbs", rule.Verbs);
            if (ofResources)
            {
                ReviewAnswer.WriteTexts(writer, "apiGroups", rule.Groups);
                ReviewAnswer.WriteTexts(writer, "resources", rule.Resources);
                if (rule.Names.Count > 0) ReviewAnswer.WriteTexts(writer, "resourceNames", rule.Names);
            }
            else
            {
                ReviewAnswer.WriteTexts(writer, "nonResourceURLs", rule.Paths);
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
