using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("0755", "493")]
    [InlineData("0o755", "493")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("-7", "-7")]
    [InlineData("1_000", "1000")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("0.5", "0.5")]
    [InlineData("1e3", "1000")]
    [InlineData("08", "8")]
    [InlineData("yes", "true")]
    [InlineData("Off", "false")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("100m", "\"100m\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("'1'", "\"1\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("1e999", "\"1e999\"")]
    [InlineData("[a, {b: 2}]", "[\"a\",{\"b\":2}]")]
    public void Read_Value_IsWhatKubectlTakesItFor(string yaml, string json) =>
        Assert.Equal(json, YamlReader.ReadOne($"value: {yaml}")!["value"]?.ToJsonString() ?? "null");

    [Fact]
    public void Read_AnchorsAndMerges_AreWrittenOut() => Assert.Equal(
        """{"base":{"a":1,"b":2},"made":{"b":3,"a":1},"again":{"a":1,"b":2}}""",
        YamlReader.ReadOne("base: &base {a: 1, b: 2}\nmade: {b: 3, <<: *base}\nagain: *base\n")!.ToJsonString());

    [Fact]
    public void Read_SeveralDocuments_LeavesOutTheEmptyOnes() =>
        Assert.Equal(["{\"a\":1}", "{\"b\":2}"], YamlReader.Read(new StringReader("---\n---\na: 1\n---\n# nothing\n---\nb: 2\n")).Select(document => document.ToJsonString()));

    [Theory]
    [InlineData("a: [")]
    [InlineData("a: 1\na: 2")]
    [InlineData("? [x]\n: 1")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("<<: 1")]
    public void ReadOne_WhatHasNoJson_SaysSo(string yaml) => Assert.Throws<FormatException>(() => YamlReader.ReadOne(yaml));

    /// <summary>The reader also gets what users put into ConfigMaps: a few lines must not fill the memory.</summary>
    [Fact]
    public void ReadOne_AliasesThatMultiply_AreRefused()
    {
        var lines = Enumerable.Range(1, 20).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]");
        Assert.Throws<FormatException>(() => YamlReader.ReadOne("a0: &a0 [x]\n" + string.Join('\n', lines)));
    }
}
