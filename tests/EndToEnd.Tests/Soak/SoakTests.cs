namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>
/// What informers may rely on, after storms of changes, cut connections, kill -9 of the daemon and outages of the cloud
/// (kubernetes-api.md 6; law 2 and law 10).
/// </summary>
public abstract class SoakTests(SoakRun run, ITestOutputHelper output)
{
    [Fact]
    public void Caches_InTheCalmAfterEachStorm_EqualTheClusters()
    {
        Look();
        None(run.Differences);
    }

    [Fact]
    public void Events_ThroughAllStorms_ComeInOrder_AndNoVersionGoesBack()
    {
        Look();
        Assert.All(run.Witnesses, witness => Assert.True(witness.Events > 0 || witness.Watches == 0 || witness.Name.EndsWith("services", StringComparison.Ordinal), $"{witness.Name} saw nothing"));
        None(run.Witnesses.SelectMany(witness => witness.Faults));
    }

    [Fact]
    public void Lists_ThroughAllStorms_AreTheFirstOnes_SinceNothingHasExpired()
    {
        Look();
        output.WriteLine(run.Report);
        Assert.All(run.Witnesses, witness => Assert.Equal([Relist.Start], witness.Lists.Keys.Except([Relist.Polled])));
        Assert.All(run.Witnesses, witness => Assert.Equal(1, witness.Lists[Relist.Start]));
    }

    [Fact]
    public void ClientNode_ThroughAllStorms_SeesTheSame_AndListsOnce()
    {
        Look();
        if (run.ClientNode.Missing is { } missing) Assert.Skip($"client-node: {missing}");
        None(run.ClientNode.Witnesses.SelectMany(witness => witness.Faults));
        Assert.All(run.ClientNode.Witnesses, witness => Assert.Equal(1, witness.Lists[Relist.Start]));
        Assert.All(run.ClientNode.Witnesses, witness => Assert.False(witness.Lists.ContainsKey(Relist.Expired), "the version that it had was let go of"));
    }

    /// <summary>All of them are shown where there are any.</summary>
    private static void None(IEnumerable<string> faults) => Assert.True(!faults.Any(), string.Join("\n", faults));

    private void Look()
    {
        if (run.Missing is { } why) Assert.Skip(why);
        output.WriteLine(run.Seed);
    }
}
