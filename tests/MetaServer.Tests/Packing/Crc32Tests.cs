using System.Text;
using KubeEdge.EdgeMesh.Edge.MetaServer.Packing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Packing;

public sealed class Crc32Tests
{
    [Fact]
    public void Of_TheUsualText_IsTheUsualSum() => Assert.Equal(0xCBF43926, Crc32.Of("123456789"u8));

    [Theory]
    [InlineData("", "")]
    [InlineData("", "123456789")]
    [InlineData("123456789", "")]
    [InlineData("1234", "56789")]
    [InlineData("a", "{\"kind\":\"PodList\",\"items\":[]}")]
    public void Combine_TwoTexts_IsTheSumOfBoth(string first, string second)
    {
        var (left, right) = (Encoding.ASCII.GetBytes(first), Encoding.ASCII.GetBytes(second));
        Assert.Equal(Crc32.Of([.. left, .. right]), Crc32.Combine(Crc32.Of(left), Crc32.Of(right), right.Length));
    }
}
