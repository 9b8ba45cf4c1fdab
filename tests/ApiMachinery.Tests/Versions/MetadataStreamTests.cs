using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Versions;

public sealed class MetadataStreamTests
{
    private const string List = """
        {"kind":"PartialObjectMetadataList","metadata":{"resourceVersion":"77","continue":"x"},"items":[
        {"kind":"PartialObjectMetadata","metadata":{"name":"a","labels":{"name":"z","items":"[]"},"namespace":"n","resourceVersion":"5","ownerReferences":[{"name":"q"}]}},
        {"metadata":{"resourceVersion":"6","name":"b\"é","managedFields":[{"metadata":{"name":"k","resourceVersion":"9"}}]},"spec":{"metadata":{"name":"l"}}}]}
        """;

    [Fact]
    public void Read_CutAnywhere_FindsNamesAndVersions()
    {
        var json = Encoding.UTF8.GetBytes(List);
        for (var cut = 1; cut < json.Length; cut++)
        {
            var stream = new MetadataStream(isList: true);
            var used = stream.Read(json.AsSpan(0, cut), isLast: false);
            Assert.Equal(json.Length - used, stream.Read(json.AsSpan(used), isLast: true));
            var state = stream.Complete();
            Assert.Equal(77, state.Revision);
            Assert.Equal((2, 5, 6), (state.Versions.Count, state.Versions.Find(new ObjectKey("n", "a")), state.Versions.Find(new ObjectKey("", "b\"é"))));
            Assert.True(state.HasMore);
        }
    }

    [Fact]
    public void Read_OneObject_FindsIt()
    {
        var stream = new MetadataStream(isList: false);
        stream.Read("""{"kind":"Pod","metadata":{"name":"a","namespace":"n","resourceVersion":"5"},"spec":{"metadata":{"name":"x"}}}"""u8, isLast: true);
        Assert.Equal(5, stream.Complete().Versions.Find(new ObjectKey("n", "a")));
    }

    [Fact]
    public void Read_EmptyList_IsEmpty()
    {
        var stream = new MetadataStream(isList: true);
        stream.Read("""{"metadata":{"resourceVersion":"8"},"items":[]}"""u8, isLast: true);
        Assert.Equal(0, stream.Complete().Versions.Count);
        Assert.False(stream.Complete().HasMore);
        Assert.Equal(8, stream.Complete().Revision);
    }
}
