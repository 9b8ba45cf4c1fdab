using System.Text.Json.Nodes;
using CsCheck;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Properties;

public class PatchProperties
{
    private static readonly DateTimeOffset Time = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Containers with few names, in any order, each with some fields.</summary>
    private static readonly Gen<JsonObject> Pods =
        from names in Gen.Shuffle(new[] { "a", "b", "c" })
        from count in Gen.Int[0, 3]
        from images in Gen.OneOf("1", "2").Array[3]
        from ports in Gen.Int[80, 82].HashSet[0, 2].Array[3]
        from labels in RandomObjects.Labels
        select new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "p", ["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))) },
            ["spec"] = new JsonObject
            {
                ["containers"] = new JsonArray([.. names.Take(count).Select((name, i) => new JsonObject
                {
                    ["name"] = name,
                    ["image"] = images[i],
                    ["ports"] = new JsonArray([.. ports[i].Select(p => new JsonObject { ["containerPort"] = p })]),
                })]),
            },
        };

    [Fact]
    public void MergePatch_Twice_IsTheSameAsOnce() => Gen.Select(RandomObjects.Values, RandomObjects.Values).Sample((document, patch) =>
    {
        var once = MergePatch.Apply(document, patch);
        return JsonNode.DeepEquals(once, MergePatch.Apply(once, patch));
    });

    [Fact]
    public void StrategicMergePatch_Twice_IsTheSameAsOnce() => Gen.Select(Pods, Pods).Sample((document, patch) =>
    {
        var once = StrategicMergePatch.Apply(document, patch, PodSchema);
        return JsonNode.DeepEquals(once, StrategicMergePatch.Apply(once, patch, PodSchema));
    });

    [Fact]
    public void Apply_Again_ChangesNothing() => Gen.Select(Pods, Pods).Sample((first, second) =>
    {
        var live = ObjectApply.Apply(ObjectApply.Apply(null, first, By("a", 0), force: false), second, By("b", 1), force: true);
        return JsonNode.DeepEquals(live, ObjectApply.Apply(live, second, By("b", 2), force: false));
    });

    [Fact]
    public void Apply_OneManagerTwice_LeavesWhatItAppliedLast() => Gen.Select(Pods, Pods).Sample((first, second) =>
    {
        var live = ObjectApply.Apply(ObjectApply.Apply(null, first, By("a", 0), force: false), second, By("a", 1), force: false);
        var owned = ManagedFields.Read(live);
        live["metadata"]!.AsObject().Remove("managedFields");
        return JsonNode.DeepEquals(WithoutEmptyParts(live), WithoutEmptyParts(second)) && owned.Count <= 1;
    });

    [Fact]
    public void Apply_SecondManagerComesAndGoes_RestoresTheFirst() => Gen.Select(Pods, Pods).Sample((first, second) =>
    {
        var nothing = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = "p" } };
        var before = ObjectApply.Apply(null, first, By("a", 0), force: false);
        JsonObject with;
        try
        {
            with = ObjectApply.Apply(before, second, By("b", 1), force: false);
        }
        catch (Proto.ApiMachinery.Errors.StatusException e)
        {
            return e.Status.Code == 409;
        }
        var after = ObjectApply.Apply(with, nothing, By("b", 2), force: false);
        return ManagedFields.Read(after).All(o => o.Owner.Name == "a")
            && Containers(after).SetEquals(Containers(before));
    });

    private static FieldSchema PodSchema => BuiltInSchemas.For(new("", "v1", "pods"));

    private static FieldWrite By(string manager, int minute) => new(manager, "v1", PodSchema, Time.AddMinutes(minute));

    /// <summary>As sets: nobody owns the order of keyed items.</summary>
    private static HashSet<string> Containers(JsonObject pod) => (pod["spec"]?["containers"]?.AsArray() ?? []).Select(c => string.Join(
        ' ', (c!["ports"]?.AsArray() ?? []).Select(p => p!.ToJsonString()).Order(StringComparer.Ordinal).Prepend($"{c["name"]} {c["image"]}"))).ToHashSet();

    /// <summary>An empty list or map of no owner may go or stay.</summary>
    private static JsonObject WithoutEmptyParts(JsonObject value)
    {
        var copy = new JsonObject();
        foreach (var (name, member) in value)
        {
            switch (member)
            {
                case JsonObject members when WithoutEmptyParts(members) is { Count: > 0 } rest:
                    copy[name] = rest;
                    break;
                case JsonArray { Count: > 0 } items:
                    copy[name] = new JsonArray([.. items.Select(i => i is JsonObject o ? WithoutEmptyParts(o) : i?.DeepClone())]);
                    break;
                case not (null or JsonObject or JsonArray):
                    copy[name] = member.DeepClone();
                    break;
            }
        }
        return copy;
    }
}
