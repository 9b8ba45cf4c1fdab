using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Listing;

public class ListReaderTests
{
    [Fact]
    public void Read_Page_GivesItemsAsTheyStand()
    {
        var list = ListReader.Read(
            """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"9","continue":"abc","remainingItemCount":3},"items":[{"a":1.0, "b":[]},{"metadata":{"resourceVersion":"1"}}]}"""u8.ToArray());
        Assert.Equal(("PodList", "v1", 9L, "abc", 3L), (list.Kind, list.ApiVersion, list.Revision, list.Continue, list.RemainingItemCount));
        Assert.Equal(["""{"a":1.0, "b":[]}""", """{"metadata":{"resourceVersion":"1"}}"""], list.Items.Select(i => Encoding.UTF8.GetString(i.Span)));
    }

    [Theory]
    [InlineData("""{"items":null,"metadata":{}}""")]
    [InlineData("""{"items":[]}""")]
    public void Read_NoItems_IsEmpty(string json)
    {
        var list = ListReader.Read(Encoding.UTF8.GetBytes(json));
        Assert.Empty(list.Items);
        Assert.Equal((0L, "", null), (list.Revision, list.Continue, list.RemainingItemCount));
    }

    [Theory]
    [InlineData("""{"kind":"Pod"}""", "'Pod' has no items")]
    [InlineData("""{"items":{}}""", "not an array")]
    [InlineData("""{"items":[{},1]}""", "item 1")]
    [InlineData("""{"items":[{}""", "not a Kubernetes list")]
    [InlineData("""{"metadata":{"resourceVersion":"x"},"items":[]}""", "'x'")]
    [InlineData("""{"metadata":{"continue":5},"items":[]}""", "not a Kubernetes list")]
    public void Read_NoList_SaysWhy(string json, string expected) =>
        Assert.Contains(expected, Assert.Throws<FormatException>(() => ListReader.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
}
