using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Properties;

/// <summary>The selector that reads bytes agrees with one written straight from the definition of the operators.</summary>
public class SelectorProperties
{
    private static readonly Gen<string> Keys = Gen.OneOf("app", "tier", "example.com/role", "n", "absent");
    private static readonly Gen<string> Values = Gen.OneOf("", "web", "db", "1", "2", "10");

    private static readonly Gen<(string Text, Func<IReadOnlyDictionary<string, string>, bool> Holds)> Requirements = Gen.Frequency(
        (1, Keys.Select(k => (k, Test(k, v => v is not null)))),
        (1, Keys.Select(k => ($"!{k}", Test(k, v => v is null)))),
        (2, Gen.Select(Keys, Values).Select((k, x) => ($"{k} = {x}", Test(k, v => v == x)))),
        (2, Gen.Select(Keys, Values).Select((k, x) => ($"{k}!={x}", Test(k, v => v != x)))),
        (2, Gen.Select(Keys, Values.Array[1, 3]).Select((k, xs) => ($"{k} in ({string.Join(" , ", xs)})", Test(k, v => v is not null && xs.Contains(v))))),
        (2, Gen.Select(Keys, Values.Array[1, 3]).Select((k, xs) => ($"{k} notin ({string.Join(',', xs)})", Test(k, v => v is null || !xs.Contains(v))))),
        (1, Gen.Select(Keys, Gen.Int[0, 11]).Select((k, x) => ($"{k}>{x}", Test(k, v => Number(v) > x)))),
        (1, Gen.Select(Keys, Gen.Int[0, 11]).Select((k, x) => ($"{k} < {x}", Test(k, v => Number(v) < x)))));

    [Fact]
    public void Matches_AnySelectorAndLabels_AgreesWithTheDefinition() =>
        Gen.Select(Requirements.Array[0, 4], RandomObjects.Labels, RandomObjects.Objects, Gen.Bool).Sample((requirements, labels, value, indented) =>
        {
            value["metadata"]!["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)));
            var selector = LabelSelector.Parse(string.Join(',', requirements.Select(r => r.Text)));
            var expected = requirements.All(r => r.Holds(labels));
            return selector.Matches(RandomObjects.Utf8(value, indented)) == expected
                && selector.Matches(labels) == expected
                && LabelSelector.Parse(selector.ToString()).Matches(labels) == expected;
        });

    [Fact]
    public void Parse_AnyText_ThrowsNothingButSelectorException() =>
        Gen.OneOf(Gen.String[Gen.OneOf([.. "ab=!(),<> in/.-\"é"]), 0, 12], Gen.String).Sample(text =>
        {
            try
            {
                var parsed = LabelSelector.Parse(text);
                return LabelSelector.Parse(parsed.ToString()).ToString() == parsed.ToString();
            }
            catch (SelectorException)
            {
                return true;
            }
        });

    [Fact]
    public void FieldSelector_AnyValue_SurvivesItsOwnText() => Gen.String[Gen.OneOf([.. "a,=\\! "]), 0, 8].Sample(value =>
    {
        var text = $"spec.x={value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal)}";
        var selector = FieldSelector.Parse(text);
        return selector.RequiresExact("spec.x") == value && FieldSelector.Parse(selector.ToString()).RequiresExact("spec.x") == value;
    });

    private static Func<IReadOnlyDictionary<string, string>, bool> Test(string key, Func<string?, bool> holds) =>
        labels => holds(labels.GetValueOrDefault(key));

    private static long? Number(string? value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
