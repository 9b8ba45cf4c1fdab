using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Versions;

public sealed class ProtobufMetadataTests
{
    private static readonly byte[] Page = Message(
        [.. Field(1, [.. Text(2, "77"), .. Text(3, "more")]), .. Field(2, Item("n", "a", "5")), .. Field(2, Item("", "b", "76"))]);

    [Fact]
    public void Read_AList_GivesNamesAndVersions_WhereverItIsCut()
    {
        for (var size = 1; size <= Page.Length; size++)
        {
            var state = Read(Page, size);
            Assert.Equal((77, true), (state.Revision, state.HasMore));
            Assert.Equal(5, state.Versions.Find(new ObjectKey("n", "a")));
            Assert.Equal(76, state.Versions.Find(new ObjectKey("", "b")));
            Assert.Equal(2, state.Versions.Count);
        }
    }

    [Fact]
    public void Read_AnEmptyList_GivesItsRevision()
    {
        var state = Read(Message(Field(1, Text(2, "9"))), 7);
        Assert.Equal((9, false), (state.Revision, state.HasMore));
        Assert.Equal(0, state.Versions.Count);
    }

    [Fact]
    public void Read_AListThatIsCutOff_Fails()
    {
        // What follows the list itself may be missing: it says nothing that is needed.
        for (var length = 0; length < Page.Length - Tail.Length; length++)
        {
            Assert.Throws<FormatException>(() => Read(Page[..length], 16));
        }
    }

    [Fact]
    public void Read_SomethingElse_Fails() => Assert.Throws<FormatException>(() => Read("{\"kind\":\"Status\"}"u8.ToArray(), 16));

    private static byte[] Tail => [.. Text(3, ""), .. Text(4, "")];

    private static VersionedList Read(byte[] message, int pieceSize)
    {
        var metadata = new ProtobufMetadata();
        var held = new List<byte>();
        for (var at = 0; at < message.Length; at += pieceSize)
        {
            held.AddRange(message.AsSpan(at, Math.Min(pieceSize, message.Length - at)));
            held.RemoveRange(0, metadata.Read(held.ToArray(), isLast: false));
        }
        metadata.Read(held.ToArray(), isLast: true);
        return metadata.Complete();
    }

    private static byte[] Message(byte[] list) =>
        [.. "k8s\0"u8, .. Field(1, [.. Text(1, "meta.k8s.io/v1"), .. Text(2, "PartialObjectMetadataList")]), .. Field(2, list), .. Tail];

    private static byte[] Item(string ns, string name, string version) =>
        Field(1, [.. Text(1, name), .. Text(3, ns), .. Text(5, "uid"), .. Text(6, version), (7 << 3) | 0, 3, .. Field(17, new byte[300])]);

    private static byte[] Text(int field, string text) => Field(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(int field, byte[] content) => [.. Varint((field << 3) | 2), .. Varint(content.Length), .. content];

    private static byte[] Varint(int value) => value < 0x80 ? [(byte)value] : [(byte)(value & 0x7f | 0x80), .. Varint(value >> 7)];
}
