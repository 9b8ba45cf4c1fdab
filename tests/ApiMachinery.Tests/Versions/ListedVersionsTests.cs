using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Versions;

public sealed class ListedVersionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(3_000)]
    public void Walk_HoweverMany_GivesAllInOrder(int count)
    {
        var versions = new ListedVersions();
        for (var i = 0; i < count; i++) versions.Add("shop"u8, Name(i), 1_000 - i % 7);
        Assert.Equal((count, count == 0 ? 0 : 1_000), (versions.Count, versions.Newest));
        Assert.Same(versions, versions.Ordered());
        var seen = 0;
        for (var walk = versions.Walk(); walk.MoveNext(); seen++)
        {
            Assert.Equal($"shop/{Encoding.UTF8.GetString(Name(seen))}", Encoding.UTF8.GetString(walk.Key));
            Assert.Equal(1_000 - seen % 7, walk.Version);
        }
        Assert.Equal(count, seen);
    }

    /// <summary>Names as long as the smaller and the larger piece, so that each of their ends is met.</summary>
    [Fact]
    public void Walk_OverLongNames_LosesNone()
    {
        var random = new Random(20_261_123);
        var versions = new ListedVersions();
        var names = Enumerable.Range(0, 400).Select(i => $"{i:0000}{new string('x', random.Next(0, i % 50 == 0 ? 30_000 : 600))}").ToArray();
        foreach (var name in names) versions.Add(default, Encoding.UTF8.GetBytes(name), name.Length);
        var found = new List<string>();
        for (var walk = versions.Walk(); walk.MoveNext();)
        {
            found.Add(Encoding.UTF8.GetString(walk.Key));
            Assert.Equal(walk.Key.Length, walk.Version);
        }
        Assert.Equal(names, found);
        Assert.Equal(names[^1], Encoding.UTF8.GetString(versions.Last));
    }

    [Fact]
    public void Ordered_AListThatIsNot_IsPutRight()
    {
        var versions = new ListedVersions();
        versions.Add("b"u8, "x"u8, 2);
        versions.Add("a"u8, "x"u8, 3);
        versions.Add("a-b"u8, "x"u8, 1);
        var ordered = versions.Ordered();
        var keys = new List<string>();
        for (var walk = ordered.Walk(); walk.MoveNext();) keys.Add(Encoding.UTF8.GetString(walk.Key));
        Assert.Equal(["a-b/x", "a/x", "b/x"], keys);
        Assert.Equal((1, 3, 2), (ordered.Find(new ObjectKey("a-b", "x")), ordered.Find(new ObjectKey("a", "x")), ordered.Find(new ObjectKey("b", "x"))));
        Assert.Null(ordered.Find(new ObjectKey("a", "y")));
    }

    [Fact]
    public void Add_WithoutAName_IsRefused() => Assert.Throws<FormatException>(() => new ListedVersions().Add("a"u8, default, 1));

    private static byte[] Name(int number) => Encoding.UTF8.GetBytes($"pod-{number:00000}");
}
