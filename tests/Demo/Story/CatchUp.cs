using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Demo.Story;

/// <summary>What happened while the cloud was gone arrives when it is back, and nothing else does.</summary>
internal static class CatchUp
{
    public static async Task PlayAsync(Scene scene, CancellationToken cancellationToken)
    {
        var (mesh, teller) = (scene.Mesh, scene.Teller);
        teller.Act("The cloud is back");
        teller.Say("Meanwhile, in the cluster, hz-2 went home to hangzhou: the cloud's controller was not there to see it.");
        await scene.SetNodesAsync("beijing", ["bj-1"], cancellationToken);
        await scene.SetNodesAsync("hangzhou", ["hz-1", "hz-2"], cancellationToken);
        var undisturbed = scene.SlicesAt["sh-1"].Events;
        mesh.Cloud.Start();
        await teller.PromiseAsync("hz-1, hz-2 and bj-1 catch up with what changed", async () =>
        {
            await scene.SeesAsync("hz-1", ["hz-1", "hz-2"], cancellationToken);
            await scene.SeesAsync("hz-2", ["hz-1", "hz-2"], cancellationToken);
            await scene.SeesAsync("bj-1", ["bj-1"], cancellationToken);
        });
        await teller.PromiseAsync("sh-1, for which nothing changed, received nothing", () =>
        {
            var events = scene.SlicesAt["sh-1"].Events - undisturbed;
            return events == 0 ? Task.CompletedTask : throw new InvalidOperationException($"it received {events} events");
        });
        await teller.PromiseAsync("no watcher ever saw a resourceVersion go back", () =>
        {
            var back = mesh.Edges.Select(edge => (edge.Name, scene.SlicesAt[edge.Name].WentBack)).Where(entry => entry.WentBack is not null).ToArray();
            return back.Length == 0 ? Task.CompletedTask : throw new InvalidOperationException(string.Join("; ", back));
        });
        await teller.PromiseAsync("writes through the MetaServer work again", () => mesh.EventuallyAsync("a write at hz-1", () =>
            mesh.Edges[0].Api.MergeAsync("/api/v1/namespaces/shop/configmaps/till", new JsonObject { ["data"] = new JsonObject { ["currency"] = "EUR" } }, cancellationToken), cancellationToken));
        scene.ShowViews();
    }
}
