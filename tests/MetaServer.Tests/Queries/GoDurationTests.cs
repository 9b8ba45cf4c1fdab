using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Queries;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("5s", 5000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("-1.5h", -5_400_000)]
    [InlineData("+300ms", 300)]
    [InlineData(".5s", 500)]
    [InlineData("1.s", 1000)]
    public void Parse_Duration_IsRead(string text, double milliseconds)
    {
        Assert.True(GoDuration.TryParse(text, out var duration, out _));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("", "time: invalid duration \"\"")]
    [InlineData("-", "time: invalid duration \"-\"")]
    [InlineData("abc", "time: invalid duration \"abc\"")]
    [InlineData("1.2.3s", "time: invalid duration \"1.2.3s\"")]
    [InlineData("5", "time: missing unit in duration \"5\"")]
    [InlineData("5d", "time: unknown unit \"d\" in duration \"5d\"")]
    [InlineData("99999999999999h", "time: invalid duration \"99999999999999h\"")]
    public void Parse_NoDuration_SaysWhyInGosWords(string text, string problem)
    {
        Assert.False(GoDuration.TryParse(text, out _, out var said));
        Assert.Equal(problem, said);
    }
}
