using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>
/// Which groups a pod asks for, by its nodeSelector and its required node affinity. Only what it says about <see cref="Membership.Label"/>
/// counts: everything else is the scheduler's.
/// </summary>
internal sealed class GroupDemand
{
    private readonly string? _selected;
    private readonly IReadOnlyList<IReadOnlySet<string>>? _terms;

    private GroupDemand(string? selected, IReadOnlyList<IReadOnlySet<string>>? terms) => (_selected, _terms) = (selected, terms);

    /// <summary>The groups that the pod names, in order.</summary>
    public IReadOnlyList<string> Groups =>
        [.. (_terms ?? []).SelectMany(term => term).Concat(_selected is null ? [] : [_selected]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Whether a pod that asks so must not be on a node of that group; null is a node of none.</summary>
    public bool Excludes(string? group) =>
        (_selected is not null && _selected != group) || (_terms is not null && (group is null || !_terms.Any(term => term.Contains(group))));

    /// <summary>What a pod's <c>spec</c> asks for; null where it does not ask for a group.</summary>
    public static GroupDemand? Read(JsonElement spec)
    {
        var selected = spec.TryGetProperty("nodeSelector", out var selector) && selector.ValueKind == JsonValueKind.Object
            && selector.TryGetProperty(Membership.Label, out var value) ? value.GetString() : null;
        var terms = Terms(spec).Select(Names).ToList();
        // The terms are alternatives: where one of them does not name a group, the pod does not ask for one.
        var asks = terms.Count > 0 && terms.TrueForAll(term => term is not null);
        return selected is null && !asks ? null : new GroupDemand(selected, asks ? [.. terms.Select(term => term!)] : null);
    }

    private static JsonElement.ArrayEnumerator Terms(JsonElement spec) =>
        spec.TryGetProperty("affinity", out var affinity) && affinity.ValueKind == JsonValueKind.Object
        && affinity.TryGetProperty("nodeAffinity", out var node) && node.ValueKind == JsonValueKind.Object
        && node.TryGetProperty("requiredDuringSchedulingIgnoredDuringExecution", out var required) && required.ValueKind == JsonValueKind.Object
        && required.TryGetProperty("nodeSelectorTerms", out var terms) && terms.ValueKind == JsonValueKind.Array
            ? terms.EnumerateArray() : default;

    /// <summary>The groups that a term allows; null where it does not say.</summary>
    private static HashSet<string>? Names(JsonElement term)
    {
        HashSet<string>? names = null;
        if (!term.TryGetProperty("matchExpressions", out var expressions) || expressions.ValueKind != JsonValueKind.Array)
            return null;

        foreach (var expression in expressions.EnumerateArray())
        {
            if (!expression.GetProperty("key").ValueEquals(Membership.Label) || !expression.GetProperty("operator").ValueEquals("In"))
                continue;

            var values = expression.GetProperty("values").EnumerateArray().Select(value => value.GetString()!);
            if (names is null)
                names = [.. values];
            else
                names.IntersectWith(values);
        }

        return names;
    }
}
