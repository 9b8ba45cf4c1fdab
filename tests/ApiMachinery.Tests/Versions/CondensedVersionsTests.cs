using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Versions;

public sealed class CondensedVersionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5_000)]
    public void Condensed_ForOneWhoHoldsNothingKnown_IsTheWholeList(int count)
    {
        var list = new VersionedList(77, Listed(Enumerable.Range(0, count).Select(i => (i, 1_000L + i))), HasMore: count == 1);
        var read = CondensedVersions.Read(CondensedVersions.Write(list, CondensedVersions.Parse(CondensedVersions.All)));
        Assert.Equal((77, count == 1, null), (read.Revision, read.HasMore, read.Told));
        Assert.Equal(All(list.Versions), All(read.Versions));
    }

    /// <summary>Whatever two hold: what is told is right, what is not told is equal, and it is little where little differs.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(90)]
    [InlineData(5_000)]
    public void Condensed_ForOneWhoHoldsAnotherState_TellsOfEveryDifference(int count)
    {
        const int Seed = 20_261_123;
        var random = new Random(Seed);
        for (var round = 0; round < 40; round++)
        {
            var held = Enumerable.Range(0, count).ToDictionary(i => i, _ => (long)random.Next(1, 1_000_000));
            var cluster = new SortedDictionary<int, long>(held);
            for (var change = random.Next(0, 6); change > 0; change--)
            {
                var which = random.Next(0, count + 3);
                if (random.Next(3) == 0) cluster.Remove(which);
                else cluster[which] = random.Next(1_000_000, 2_000_000);
            }
            var sums = new VersionSums();
            foreach (var (key, version) in All(Listed(held.Select(entry => (entry.Key, entry.Value))))) sums.Add(Encoding.UTF8.GetBytes(key), version);
            var header = sums.Folded().ToString();
            Assert.InRange(header.Length, 1, 2_800);

            var list = new VersionedList(9, Listed(cluster.Select(entry => (entry.Key, entry.Value))), HasMore: false);
            var body = CondensedVersions.Write(list, CondensedVersions.Parse(header));
            if (count == 5_000) Assert.InRange(body.Length, 1, 6 * 2_000);
            var read = CondensedVersions.Read(body);
            var known = All(Listed(held.Select(entry => (entry.Key, entry.Value)))).Where(entry => !CondensedVersions.IsTold(read.Told, Encoding.UTF8.GetBytes(entry.Key)));
            Assert.Equal(All(list.Versions), known.Concat(All(read.Versions)).OrderBy(entry => entry.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Read_CutOffAnywhere_Fails()
    {
        var body = CondensedVersions.Write(new VersionedList(9, Listed([(1, 5), (2, 6)]), HasMore: false), new VersionSums().Folded());
        for (var length = 0; length < body.Length; length++) Assert.Throws<FormatException>(() => CondensedVersions.Read(body.AsSpan(0, length)));
        Assert.Throws<FormatException>(() => CondensedVersions.Read([.. body, 0]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("everything")]
    [InlineData("AAAA")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("!")]
    public void Parse_WhatIsNoSums_Fails(string header) => Assert.Throws<FormatException>(() => CondensedVersions.Parse(header));

    private static ListedVersions Listed(IEnumerable<(int Number, long Version)> pods)
    {
        var versions = new ListedVersions();
        foreach (var (number, version) in pods) versions.Add("shop"u8, Encoding.UTF8.GetBytes($"pod-{number:00000}"), version);
        return versions;
    }

    private static List<(string Key, long Version)> All(ListedVersions versions)
    {
        var all = new List<(string, long)>();
        for (var walk = versions.Walk(); walk.MoveNext();) all.Add((Encoding.UTF8.GetString(walk.Key), walk.Version));
        return all;
    }
}
