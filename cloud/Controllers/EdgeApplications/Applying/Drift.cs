using System.Globalization;
using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// Where a live object is not as it was applied. What the API server adds (defaults, numbers it hands out) and what others state of their own
/// is no drift; nor is another way to write the same amount, or an empty value that a built-in type does not keep.
/// </summary>
internal sealed class Drift
{
    /// <summary>Fields that hold amounts, or maps of them.</summary>
    private static readonly HashSet<string> Amounts = new(StringComparer.Ordinal)
    {
        "limits", "requests", "overhead", "capacity", "hard", "default", "defaultRequest", "min", "max", "maxLimitRequestRatio",
        "sizeLimit", "divisor", "averageValue", "value",
    };

    /// <summary>The number of pods.</summary>
    public const string Replicas = ".spec.replicas";

    private readonly bool _custom;
    private readonly string? _except;
    private readonly List<string> _places = [];
    private readonly StringBuilder _print = new();

    private Drift(bool custom, string? except) => (_custom, _except) = (custom, except);

    /// <summary>Where they differ, as paths that a person can read; empty where nothing does.</summary>
    public IReadOnlyList<string> Places => _places;

    /// <summary>Where and to what: the same for as long as the same things differ in the same way.</summary>
    public string Print => _print.ToString();

    /// <summary>Compares what is wanted with what is.</summary>
    /// <param name="wanted">What was applied.</param>
    /// <param name="live">What is.</param>
    /// <param name="resource">The collection.</param>
    /// <param name="except">A place that is not looked at; null for none.</param>
    public static Drift Between(JsonElement wanted, JsonElement live, GroupVersionResource resource, string? except = null)
    {
        var custom = resource.Group.Contains('.', StringComparison.Ordinal) && !resource.Group.EndsWith(".k8s.io", StringComparison.Ordinal);
        var drift = new Drift(custom, except);
        drift.CompareMembers(wanted, live, custom ? OpenApiSchema.Untyped : BuiltInSchemas.For(resource), "", whole: false, amount: false);
        if (resource is { Group: "", Resource: "secrets" } && wanted.TryGetProperty("stringData", out var texts))
            drift.CompareSecret(texts, live);
        return drift;
    }

    private void Compare(JsonElement wanted, JsonElement live, FieldSchema schema, string path, bool whole, bool amount)
    {
        switch (wanted.ValueKind, live.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareMembers(wanted, live, schema, path, whole, amount);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array) when schema.List == ListMerge.Atomic || whole || schema.IsAtomic:
                CompareInOrder(wanted, live, schema, path, amount);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array):
                CompareByName(wanted, live, schema, path);
                break;
            default:
                if (!SameScalar(wanted, live, amount))
                    Note(path, live);
                break;
        }
    }

    private void CompareMembers(JsonElement wanted, JsonElement live, FieldSchema schema, string path, bool whole, bool amount)
    {
        whole |= schema.IsAtomic;
        foreach (var member in wanted.EnumerateObject())
        {
            // Handed to the server on the way in, and kept elsewhere.
            if (member.Value.ValueKind == JsonValueKind.Null || (path.Length == 0 && member.Name is "stringData" or "status"))
                continue;

            var below = $"{path}.{member.Name}";
            if (live.TryGetProperty(member.Name, out var found) && found.ValueKind != JsonValueKind.Null)
                Compare(member.Value, found, schema.Field(member.Name), below, whole, amount || Amounts.Contains(member.Name));
            else if (schema.IsMap || _custom || !IsEmpty(member.Value))
                Note(below, default);
        }

        // A map that is owned whole has nobody else's entries; a type that is owned whole has the server's defaults.
        if (!whole || !schema.IsMap || _custom)
            return;
        foreach (var member in live.EnumerateObject().Where(member => !wanted.TryGetProperty(member.Name, out _)))
            Note($"{path}.{member.Name}", member.Value);
    }

    private void CompareInOrder(JsonElement wanted, JsonElement live, FieldSchema schema, string path, bool amount)
    {
        if (wanted.GetArrayLength() != live.GetArrayLength())
        {
            Note(path, live);
            return;
        }

        for (var i = 0; i < wanted.GetArrayLength(); i++)
            Compare(wanted[i], live[i], schema.Item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]"), schema.IsAtomic, amount);
    }

    private void CompareByName(JsonElement wanted, JsonElement live, FieldSchema schema, string path)
    {
        foreach (var item in wanted.EnumerateArray())
        {
            var name = NameOf(item, schema);
            var same = live.EnumerateArray().FirstOrDefault(candidate => NameOf(candidate, schema) == name);
            if (same.ValueKind == JsonValueKind.Undefined)
                Note($"{path}[{name}]", default);
            else
                Compare(item, same, schema.Item, $"{path}[{name}]", whole: false, amount: false);
        }
    }

    private void CompareSecret(JsonElement texts, JsonElement live)
    {
        var data = live.TryGetProperty("data", out var found) ? found : default;
        foreach (var text in texts.EnumerateObject().Where(text => text.Value.ValueKind == JsonValueKind.String))
        {
            var stored = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Value.GetString()!));
            if (data.ValueKind != JsonValueKind.Object || !data.TryGetProperty(text.Name, out var held) || !held.ValueEquals(stored))
                Note($".data.{text.Name}", default);
        }
    }

    private static string NameOf(JsonElement item, FieldSchema schema)
    {
        if (schema.List == ListMerge.Set || item.ValueKind != JsonValueKind.Object)
            return item.GetRawText();
        return string.Join(',', schema.Keys.Select(key =>
            item.TryGetProperty(key, out var value) ? value.ToString() : schema.KeyDefaults.GetValueOrDefault(key, "")));
    }

    private static bool SameScalar(JsonElement wanted, JsonElement live, bool amount)
    {
        if (wanted.ValueKind == live.ValueKind && JsonElement.DeepEquals(wanted, live))
            return true;
        return amount && IsScalar(wanted) && IsScalar(live) && Quantity.AreEqual(wanted.ToString(), live.ToString());
    }

    private static bool IsScalar(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.ValueEquals(""u8),
        JsonValueKind.Number => value.TryGetDecimal(out var number) && number == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(member => IsEmpty(member.Value)),
        _ => false,
    };

    private void Note(string path, JsonElement live)
    {
        if (path == _except)
            return;
        _places.Add(path);
        _print.Append(path).Append('=').Append(live.ValueKind == JsonValueKind.Undefined ? "" : live.GetRawText()).Append(';');
    }
}
