using System.Buffers;
using Google.Protobuf;
using Grpc.Core;
using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Digests;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>
/// Between the messages of the wire and this room's own types. Protobuf messages can be concatenated: a message is its few own fields, and behind
/// them the changes as they were encoded once for everybody.
/// </summary>
internal sealed class WireMapping(DistributionMetrics metrics) : IChangeEncoder
{
    private const int LongestName = 1024;
    private const byte ChangesTag = (CloudMessage.ChangesFieldNumber << 3) | (int)WireFormat.WireType.LengthDelimited;
    private const byte ObjectTag = (Change.ObjectFieldNumber << 3) | (int)WireFormat.WireType.LengthDelimited;

    /// <inheritdoc/>
    public byte[] EncodeHeader(ObjectChange change)
    {
        metrics.Encoded();
        var fields = new Change
        {
            Collection = change.Identity.Collection.ToString(),
            Namespace = change.Identity.Key.Namespace,
            Name = change.Identity.Key.Name,
            Revision = change.Revision,
            Tag = change.Tag,
        };
        var json = change.Json.Length;
        var inner = fields.CalculateSize();
        if (!change.IsDeletion) inner += 1 + CodedOutputStream.ComputeLengthSize(json);
        var header = new byte[1 + CodedOutputStream.ComputeLengthSize(inner + json) + inner];
        var output = new CodedOutputStream(header);
        output.WriteRawTag(ChangesTag);
        output.WriteLength(inner + json);
        fields.WriteTo(output);
        if (!change.IsDeletion)
        {
            output.WriteRawTag(ObjectTag);
            output.WriteLength(json);
        }
        output.CheckNoSpaceLeft();
        return header;
    }

    public static void Write(CloudFrame frame, SerializationContext context)
    {
        var message = new CloudMessage { Batch = frame.Batch, Revision = frame.Revision };
        if (frame.Welcome is { } welcome)
            message.Welcome = new Welcome { Protocol = welcome.Protocol, Version = welcome.Version, Cluster = welcome.Cluster };
        message.Marks.Add(frame.Content?.Marks.Select(ToWire) ?? []);
        message.InventoryRequests.Add(frame.Content?.Questions.Select(ToWire) ?? []);
        IReadOnlyList<ObjectChange> changes = frame.Content?.Changes ?? [];

        context.SetPayloadLength(message.CalculateSize() + changes.Sum(change => change.Size));
        var output = context.GetBufferWriter();
        message.WriteTo(output);
        foreach (var change in changes)
        {
            output.Write(change.Header.Span);
            output.Write(change.Json.Span);
        }
        context.Complete();
    }

    public static EdgeFrame Read(DeserializationContext context)
    {
        try
        {
            return FromWire(EdgeMessage.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException)
        {
            return new EdgeFrame.Malformed(e.Message);
        }
    }

    private static EdgeFrame FromWire(EdgeMessage message) => message.MessageCase switch
    {
        EdgeMessage.MessageOneofCase.Hello => FromWire(message.Hello),
        EdgeMessage.MessageOneofCase.Inventory => new EdgeFrame.Inventory(
            GroupVersionResource.Parse(message.Inventory.Collection),
            [.. message.Inventory.Entries.Select(entry => KeyValuePair.Create(new ObjectKey(Short(entry.Namespace), Short(entry.Name)), entry.Tag))],
            message.Inventory.Last),
        EdgeMessage.MessageOneofCase.Ack => new EdgeFrame.Acknowledgement(message.Ack.Batch),
        EdgeMessage.MessageOneofCase.Interest => FromWire(message.Interest),
        EdgeMessage.MessageOneofCase.Progress => new EdgeFrame.Progress(GroupVersionResource.Parse(message.Progress.Collection)),
        _ => new EdgeFrame.Malformed("a message with nothing in it that this protocol knows"),
    };

    private static EdgeFrame.Hello FromWire(Hello hello) => new(
        hello.ProtocolMin, hello.ProtocolMax, hello.Node, hello.Instance, hello.Version,
        [.. hello.Collections.Select(FromWire)],
        [.. hello.Interests.Select(FromWire)],
        hello.MetaServer is { } server ? PodEndpoint.Read(server.Addresses, server.Port) : null);

    private static HeldCollection FromWire(CollectionSummary summary) => Digest.IsBucketCount(summary.Digests.Count)
        ? new HeldCollection(GroupVersionResource.Parse(summary.Collection), summary.Revision, [.. summary.Digests])
        : throw new FormatException($"{summary.Collection} has {summary.Digests.Count} digests: want 1, 2, 4 … {Digest.MaxBuckets}");

    private static EdgeFrame.Interest FromWire(Interest interest) =>
        new(GroupVersionResource.Parse(Short(interest.Collection)), Short(interest.User), interest.Release);

    /// <summary>What is kept of a message must not be as long as the message: nothing that Kubernetes names is.</summary>
    private static string Short(string text) => text.Length <= LongestName ? text : throw new FormatException($"a name of {text.Length} characters: want at most {LongestName}");

    private static CollectionMark ToWire(Mark mark) => new()
    {
        Collection = mark.Collection.ToString(),
        State = mark.State switch
        {
            MarkState.Complete => CollectionMark.Types.State.Complete,
            MarkState.Forget => CollectionMark.Types.State.Forget,
            _ => CollectionMark.Types.State.Denied,
        },
        Scope = mark.Scope == ShareScope.All ? CollectionMark.Types.Scope.All : CollectionMark.Types.Scope.Node,
        Revision = mark.Revision,
        Reason = mark.Reason,
        User = mark.User,
    };

    private static InventoryRequest ToWire(InventoryQuestion question) => new()
    {
        Collection = question.Collection.ToString(),
        BucketCount = (uint)question.BucketCount,
        Buckets = { question.Buckets.Select(bucket => (uint)bucket) },
    };
}
