using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>One verb on one resource: what a role allows, and what a request asks for.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">With its subresource, for example <c>pods/eviction</c>.</param>
/// <param name="Verb">For example <c>list</c>.</param>
internal readonly record struct Grant(string Group, string Resource, string Verb) : IComparable<Grant>
{
    /// <summary>Everything that the rules of a role allow on resources.</summary>
    public static IEnumerable<Grant> Of(JsonObject role) =>
        from rule in role["rules"]?.AsArray() ?? []
        where rule!["resources"] is not null
        from @group in Texts(rule, "apiGroups")
        from resource in Texts(rule, "resources")
        from verb in Texts(rule, "verbs")
        select new Grant(@group, resource, verb);

    /// <summary>What an audit event's request asked for; null for a path that is no resource.</summary>
    public static Grant? Of(JsonNode audited)
    {
        if (audited["objectRef"] is not { } target || target["resource"] is not { } resource)
            return null;

        var part = target["subresource"] is { } subresource ? $"/{subresource}" : "";
        return new Grant((string?)target["apiGroup"] ?? "", $"{resource}{part}", (string)audited["verb"]!);
    }

    public int CompareTo(Grant other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => $"{Verb} {(Group.Length == 0 ? "" : Group + "/")}{Resource}";

    private static IEnumerable<string> Texts(JsonNode rule, string field) => rule[field]!.AsArray().Select(text => (string)text!);
}
