using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Schemas;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Properties;

/// <summary>Damaged input is refused with the exceptions that the room's README names, never with another.</summary>
public class MalformedInputProperties
{
    private static readonly byte[][] Sound =
    [
        """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a\u0041","resourceVersion":"12","generation":1,"labels":{"a":"b"},"managedFields":[]},"spec":{"nodeName":"n"}}"""u8.ToArray(),
        """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"12","continue":"c","remainingItemCount":3},"items":[{"a":1},{}]}"""u8.ToArray(),
        """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"\ud83d\ude00","reason":"x","details":{"causes":[{"field":"f"}],"retryAfterSeconds":1},"code":404}"""u8.ToArray(),
        """{ "type":"ADDED","object":{"a":"\u00e9"}}"""u8.ToArray(),
    ];

    private static readonly Gen<byte> Bytes = Gen.OneOf(Gen.OneOf("{}[]\",:\\ud80 1e-.tn"u8.ToArray()), Gen.Byte);

    private static readonly Gen<byte[]> Damaged =
        from sound in Gen.OneOf(Sound)
        from cuts in Gen.Select(Gen.Int[0, sound.Length - 1], Gen.Int[0, 3], Bytes.Array[0, 3]).Array[0, 3]
        select cuts.Aggregate(sound, (bytes, cut) => RawJson.Splice(
            bytes, Math.Min(cut.Item1, bytes.Length), Math.Min(cut.Item2, bytes.Length - Math.Min(cut.Item1, bytes.Length)), cut.Item3));

    [Fact]
    public void Readers_DamagedBytes_ThrowOnlyWhatTheyPromise() => Damaged.Sample(json =>
    {
        Refuses<FormatException>(() => RawObjectReader.Parse(json));
        Refuses<FormatException>(() => ObjectMeta.Read(json));
        Refuses<FormatException>(() => ListReader.Read(json));
        Refuses<FormatException>(() => WatchFrame.Parse(json));
        Refuses<FormatException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(json);
            return new WatchFrameReader().TryRead(ref buffer, out _);
        });
        Assert.NotNull(KubernetesStatus.TryParse(json, out var status) ? status : new KubernetesStatus());
        Refuses<JsonException>(() => JsonTree.Parse(json));
        Refuses<JsonException, FormatException>(() => RawJson.WithResourceVersion(json, 7));
        Refuses<JsonException, FormatException>(() => RawJson.WithTypeMeta(json, "v1", "Pod"));
        Refuses<JsonException, FormatException>(() => RawJson.WithoutManagedFields(json));
        Refuses<JsonException, FormatException>(() => RawJson.ReadLabels(json));
        Refuses<JsonException, FormatException>(() => RawJson.TryGetString(json, "metadata.name", out _));
        Refuses<JsonException, FormatException>(() => LabelSelector.Parse("a=b,x>1").Matches(json));
        Refuses<JsonException, FormatException>(() => FieldSelector.Parse("metadata.name=a").Matches(json, new("", "v1", "pods")));
    }, iter: 3000);

    [Fact]
    public void Patches_AnyPatch_ThrowOnlyStatusException() =>
        Gen.Select(RandomObjects.Objects, Patch, RandomObjects.Objects).Sample((document, patch, other) =>
        {
            var schema = BuiltInSchemas.For(new GroupVersionResource("", "v1", "pods"));
            var write = new FieldWrite("m", "v1", schema, DateTimeOffset.UnixEpoch);
            Refuses<StatusException>(() => JsonPatch.Apply(document, patch));
            MergePatch.Apply(document, patch);
            Refuses<StatusException>(() => StrategicMergePatch.Apply(document, patch, schema));
            Refuses<StatusException>(() => StrategicMergePatch.Apply(document, other, schema));
            Refuses<StatusException>(() => ObjectApply.Apply(document, other, write, force: true));
            Refuses<StatusException>(() => ObjectUpdate.Track(document, other, write));
            ManagedFields.Read(document);
        });

    private static readonly Gen<string> Pointers = Gen.OneOf("", "/", "/metadata", "/metadata/name", "/a/0", "/metadata/labels/-", "x", "/spec/1/~1");

    private static readonly Gen<JsonNode?> Patch = Gen.Frequency(
        (1, RandomObjects.Values),
        (3, Gen.Select(Gen.OneOf("add", "remove", "replace", "move", "copy", "test", "x"), Pointers, Pointers, RandomObjects.Values)
            .Select((op, path, from, value) => new JsonObject { ["op"] = op, ["path"] = path, ["from"] = from, ["value"] = value?.DeepClone() })
            .Array[0, 4].Select(operations => (JsonNode?)new JsonArray([.. operations]))));

    private static void Refuses<TException>(Func<object?> action) where TException : Exception => Refuses<TException, TException>(action);

    private static void Refuses<TFirst, TSecond>(Func<object?> action) where TFirst : Exception where TSecond : Exception
    {
        try
        {
            action();
        }
        catch (TFirst)
        {
        }
        catch (TSecond)
        {
        }
    }
}
