using KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Tables;

public sealed class AgesTests
{
    [Theory]
    [InlineData(-5, "<invalid>")]
    [InlineData(0, "0s")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(312, "5m12s")]
    [InlineData(600, "10m")]
    [InlineData(10_799, "179m")]
    [InlineData(10_800, "3h")]
    [InlineData(11_100, "3h5m")]
    [InlineData(28_800, "8h")]
    [InlineData(172_799, "47h")]
    [InlineData(172_800, "2d")]
    [InlineData(187_200, "2d4h")]
    [InlineData(691_200, "8d")]
    [InlineData(63_072_000, "2y")]
    [InlineData(64_800_000, "2y20d")]
    [InlineData(252_288_000, "8y")]
    public void Short_IsAsKubectlWritesIt(long seconds, string text) => Assert.Equal(text, Ages.Short(TimeSpan.FromSeconds(seconds)));
}
