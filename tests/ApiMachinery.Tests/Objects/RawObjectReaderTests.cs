using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Objects;

public class RawObjectReaderTests
{
    [Fact]
    public void Parse_BuiltIn_ReadsKeyUidAndRevision()
    {
        var json = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"b","uid":"u","resourceVersion":"12"},"spec":{"x":1}}"""u8.ToArray();
        var parsed = RawObjectReader.Parse(json);
        Assert.Equal(new ObjectKey("b", "a"), parsed.Key);
        Assert.Equal("u", parsed.Uid);
        Assert.Equal(12, parsed.Revision);
        Assert.True(parsed.Json.Span.SequenceEqual(json));
    }

    [Fact]
    public void Parse_TypeMetaLastAndOwnersBefore_ReadsTheObjectsOwnFields()
    {
        var parsed = RawObjectReader.Parse(
            """{"metadata":{"ownerReferences":[{"name":"o","uid":"ou"}],"resourceVersion":"12","name":"a"},"spec":{"kind":1},"kind":"Node","apiVersion":"v1"}"""u8.ToArray());
        Assert.Equal(new ObjectKey("", "a"), parsed.Key);
        Assert.Equal("", parsed.Uid);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","metadata":{"name":"a","resourceVersion":"1"}}""", "kind is missing")]
    [InlineData("""{"kind":"v1","metadata":{"name":"a","resourceVersion":"1"}}""", "apiVersion is missing")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1"}""", "metadata is missing")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"1"}}""", "metadata.name is missing")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}""", "metadata.resourceVersion of 'a' is missing")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","resourceVersion":"1x"}}""", "'1x': want a decimal number")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":7}}""", "not a Kubernetes object")]
    [InlineData("""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a""", "not a Kubernetes object")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("", "not a Kubernetes object")]
    public void Parse_SomethingMissing_NamesIt(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => RawObjectReader.Parse(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_AllMetadata_IsGiven()
    {
        var meta = ObjectMeta.Read(
            """{"metadata":{"name":"a","namespace":"b","uid":"u","resourceVersion":"12","generation":3,"creationTimestamp":"2026-01-01T00:00:00Z","deletionTimestamp":"2026-01-02T00:00:00Z"}}"""u8);
        Assert.Equal(new ObjectMeta("b", "a", "u", 12, 3, "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"), meta);
        Assert.True(meta.IsBeingDeleted);
    }

    [Fact]
    public void Read_NoMetadata_IsEmpty() => Assert.Equal(new ObjectMeta("", "", "", 0, 0, "", null), ObjectMeta.Read("{}"u8));
}
