using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>Does a LabelSelector select these labels?</summary>
internal static class Selectors
{
    public static bool Matches(JsonObject selector, JsonObject? labels)
    {
        foreach (var (key, value) in selector.Obj("matchLabels") ?? [])
        {
            if (labels.Str(key) != value?.ToString() || labels?[key] is null) return false;
        }
        return selector.Objs("matchExpressions").All(expression => IsMet(expression, labels));
    }

    private static bool IsMet(JsonObject expression, JsonObject? labels)
    {
        var present = labels?[expression.Str("key")] is not null;
        var isOne = present && expression.Strs("values").Contains(labels.Str(expression.Str("key")));
        return expression.Str("operator") switch
        {
            "In" => isOne,
            "NotIn" => !isOne,
            "Exists" => present,
            "DoesNotExist" => !present,
            _ => false,
        };
    }
}
