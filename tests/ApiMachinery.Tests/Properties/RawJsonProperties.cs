using System.Text.Json.Nodes;
using CsCheck;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Properties;

/// <summary>A splice gives what changing a tree gives; CsCheck prints the seed of a case that does not.</summary>
public class RawJsonProperties
{
    [Fact]
    public void WithResourceVersion_AnyObject_EqualsTreeResult() => Gen.Select(RandomObjects.Objects, Gen.Long[0, long.MaxValue], Gen.Bool)
        .Sample((value, revision, indented) =>
        {
            var spliced = RawJson.WithResourceVersion(RandomObjects.Utf8(value, indented), revision);
            var expected = value.DeepClone();
            expected["metadata"]!["resourceVersion"] = revision.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return JsonNode.DeepEquals(expected, JsonTree.Parse(spliced))
                && RawJson.WithResourceVersion(spliced, revision).AsSpan().SequenceEqual(spliced);
        });

    [Fact]
    public void WithoutManagedFields_AnyObject_EqualsTreeResult() => Gen.Select(RandomObjects.Objects, Gen.Bool)
        .Sample((value, indented) =>
        {
            var spliced = RawJson.WithoutManagedFields(RandomObjects.Utf8(value, indented));
            var expected = value.DeepClone();
            expected["metadata"]!.AsObject().Remove("managedFields");
            return JsonNode.DeepEquals(expected, JsonTree.Parse(spliced));
        });

    [Fact]
    public void WithTypeMeta_AnyObject_EqualsTreeResult() => Gen.Select(RandomObjects.Objects, Gen.Bool, Gen.Bool)
        .Sample((value, custom, indented) =>
        {
            var spliced = RawJson.WithTypeMeta(RandomObjects.Utf8(value, indented), "apps/v1", "Deployment", custom);
            var expected = value.DeepClone().AsObject();
            if (!expected.ContainsKey("kind")) expected["kind"] = "Deployment";
            if (!expected.ContainsKey("apiVersion")) expected["apiVersion"] = "apps/v1";
            return JsonNode.DeepEquals(expected, JsonTree.Parse(spliced));
        });

    [Fact]
    public void TryLocate_AnyPath_FindsWhatTheTreeHas() => Gen.Select(RandomObjects.Objects, Gen.OneOf("name", "labels", "a", "b\"c", "é", "managedFields"), Gen.Bool)
        .Sample((value, key, indented) =>
        {
            var json = RandomObjects.Utf8(value, indented);
            var found = RawPath.Of("metadata", key).TryLocate(json, out var start, out var length);
            return found == value["metadata"]!.AsObject().TryGetPropertyValue(key, out var expected)
                && (!found || JsonNode.DeepEquals(expected, JsonTree.Parse(json.AsSpan(start, length))));
        });
}
