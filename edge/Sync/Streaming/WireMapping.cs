using System.Reflection;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>Between the messages of the wire and this room's own types. What breaks the law of the stream is refused here, before anything is written.</summary>
internal static class WireMapping
{
    private static readonly string _version =
        typeof(WireMapping).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    public static EdgeMessage ToWire(EdgeFrame frame) => frame switch
    {
        EdgeFrame.Hello hello => new EdgeMessage { Hello = ToWire(hello) },
        EdgeFrame.Inventory inventory => new EdgeMessage { Inventory = ToWire(inventory) },
        EdgeFrame.Acknowledgement acknowledgement => new EdgeMessage { Ack = new Ack { Batch = acknowledgement.Batch } },
        EdgeFrame.Interest interest => new EdgeMessage { Interest = ToWire(interest) },
        EdgeFrame.Progress progress => new EdgeMessage { Progress = new Progress { Collection = progress.Collection.ToString() } },
        _ => throw new ArgumentOutOfRangeException(nameof(frame)),
    };

    /// <exception cref="BrokenStreamException">The message breaks the law of the stream.</exception>
    public static CloudBatch FromWire(CloudMessage message)
    {
        try
        {
            return new CloudBatch(
                message.Batch, message.Revision, message.Welcome is { } welcome ? new CloudBatch.Introduction(welcome.Protocol, welcome.Version, welcome.Cluster) : null,
                [.. message.Changes.Select(FromWire)], [.. message.Marks.Select(FromWire)], [.. message.InventoryRequests.Select(FromWire)]);
        }
        catch (FormatException e)
        {
            throw new BrokenStreamException(e.Message, e);
        }
    }

    private static Hello ToWire(EdgeFrame.Hello hello) => new()
    {
        ProtocolMin = ProtocolRange.Ours.Lowest,
        ProtocolMax = ProtocolRange.Ours.Highest,
        Node = hello.Node,
        Instance = hello.Instance,
        Version = _version,
        Collections =
        {
            hello.Collections.Select(held => new CollectionSummary { Collection = held.Collection.ToString(), Revision = held.Revision, Digests = { held.Digests } }),
        },
        Interests = { hello.Interests.Select(ToWire) },
        MetaServer = hello.MetaServer is { } server ? new MetaServer { Addresses = { server.Addresses.Select(address => address.ToString()) }, Port = (uint)server.Port } : null,
    };

    private static Inventory ToWire(EdgeFrame.Inventory inventory) => new()
    {
        Collection = inventory.Collection.ToString(),
        Entries = { inventory.Entries.Select(entry => new InventoryEntry { Namespace = entry.Key.Namespace, Name = entry.Key.Name, Tag = entry.Value }) },
        Last = inventory.Last,
    };

    private static Interest ToWire(EdgeFrame.Interest interest) => new() { Collection = interest.Collection.ToString(), User = interest.User, Release = interest.Release };

    private static CloudBatch.Change FromWire(Change change)
    {
        var key = new ObjectKey(change.Namespace, change.Name);
        if (change.Name.Length == 0) throw new FormatException($"a change in {change.Collection} names no object");
        if (change.Revision < 0) throw new FormatException($"{change.Collection} {key} has the revision {change.Revision}");
        if (change.HasObject) CheckJson(change, key);
        return new CloudBatch.Change(
            GroupVersionResource.Parse(change.Collection), key, change.Revision, change.Tag, change.HasObject ? change.Object.Memory : (ReadOnlyMemory<byte>?)null);
    }

    /// <summary>What is stored is served as it is: it must be one JSON object.</summary>
    private static void CheckJson(Change change, ObjectKey key)
    {
        try
        {
            var reader = RawJson.Reader(change.Object.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new FormatException($"{change.Collection} {key} is no JSON object");
            while (reader.Read())
            {
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"{change.Collection} {key} is no JSON: {e.Message}", e);
        }
    }

    private static CloudBatch.Mark FromWire(CollectionMark mark) => new(
        GroupVersionResource.Parse(mark.Collection),
        mark.State switch
        {
            CollectionMark.Types.State.Complete => CloudBatch.MarkState.Complete,
            CollectionMark.Types.State.Forget => CloudBatch.MarkState.Forget,
            CollectionMark.Types.State.Denied => CloudBatch.MarkState.Denied,
            _ => throw new FormatException($"the mark of {mark.Collection} has the unknown state {mark.State}"),
        },
        mark.Scope switch
        {
            CollectionMark.Types.Scope.All => CollectionScope.All,
            CollectionMark.Types.Scope.Node => CollectionScope.Node,
            _ => throw new FormatException($"the mark of {mark.Collection} has the unknown scope {mark.Scope}"),
        },
        mark.Revision, mark.User, mark.Reason);

    private static CloudBatch.Question FromWire(InventoryRequest request) => Digest.IsBucketCount(request.BucketCount)
        ? new CloudBatch.Question(GroupVersionResource.Parse(request.Collection), (int)request.BucketCount, request.Buckets.Select(bucket => (int)bucket).ToHashSet())
        : throw new FormatException($"the inventory of {request.Collection} in {request.BucketCount} buckets");
}
