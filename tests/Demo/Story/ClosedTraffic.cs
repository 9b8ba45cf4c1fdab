namespace KubeEdge.EdgeMesh.Tests.Demo.Story;

/// <summary>Each edge sees the backends of its own group only.</summary>
internal static class ClosedTraffic
{
    public static async Task PlayAsync(Scene scene, CancellationToken cancellationToken)
    {
        scene.Teller.Act("Traffic that stays in its region");
        scene.Teller.Say("Service shop/till is annotated apps.kubeedge.io/service-topology: range-nodegroup; a till runs on every node.");
        await scene.Teller.PromiseAsync("hz-1 and hz-2 see the tills of Hangzhou, and no other", async () =>
        {
            await scene.SeesAsync("hz-1", ["hz-1", "hz-2"], cancellationToken);
            await scene.SeesAsync("hz-2", ["hz-1", "hz-2"], cancellationToken);
        });
        await scene.Teller.PromiseAsync("bj-1 sees the till of Beijing, sh-1 that of Shanghai", async () =>
        {
            await scene.SeesAsync("bj-1", ["bj-1"], cancellationToken);
            await scene.SeesAsync("sh-1", ["sh-1"], cancellationToken);
        });
        scene.ShowViews();
    }
}
