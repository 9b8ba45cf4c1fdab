namespace KubeEdge.EdgeMesh.Tests.Demo.Story;

/// <summary>A node changes its group, and everybody's view follows.</summary>
internal static class NodeMoves
{
    public static async Task PlayAsync(Scene scene, CancellationToken cancellationToken)
    {
        scene.Teller.Act("A node moves to another region");
        scene.Teller.Say("hz-2 leaves NodeGroup hangzhou and joins beijing.");
        await scene.Teller.PromiseAsync("hz-1 is alone; bj-1 and hz-2 see each other; sh-1 is not disturbed", async () =>
        {
            var undisturbed = scene.SlicesAt["sh-1"].Events;
            await scene.SetNodesAsync("hangzhou", ["hz-1"], cancellationToken);
            await scene.SetNodesAsync("beijing", ["bj-1", "hz-2"], cancellationToken);
            await scene.SeesAsync("hz-1", ["hz-1"], cancellationToken);
            await scene.SeesAsync("bj-1", ["bj-1", "hz-2"], cancellationToken);
            await scene.SeesAsync("hz-2", ["bj-1", "hz-2"], cancellationToken);
            var events = scene.SlicesAt["sh-1"].Events - undisturbed;
            if (events != 0) throw new InvalidOperationException($"sh-1 received {events} events that do not concern it");
        });
        scene.ShowViews();
    }
}
