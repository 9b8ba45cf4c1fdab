using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;

namespace KubeEdge.EdgeMesh.Tests.Demo.Story;

/// <summary>The cloud is killed: reads and watches go on, a restarted daemon serves, and writes say why not.</summary>
internal static class CloudGone
{
    private const string Pods = "/api/v1/pods?fieldSelector=spec.nodeName%3Dhz-1";

    public static async Task PlayAsync(Scene scene, CancellationToken cancellationToken)
    {
        var (mesh, teller) = (scene.Mesh, scene.Teller);
        teller.Act("The cloud is gone");
        var watches = mesh.Edges.ToDictionary(edge => edge.Name, edge => scene.SlicesAt[edge.Name].Watches);
        await mesh.Cloud.KillAsync();
        teller.Say("kill -9 of edgemesh-cloud. Nothing on the edges is told.");
        await teller.PromiseAsync("every edge still lists its pods and the Service's backends", async () =>
        {
            foreach (var edge in mesh.Edges)
            {
                await NotEmptyAsync(edge.Api, $"/api/v1/pods?fieldSelector=spec.nodeName%3D{edge.Name}", cancellationToken);
                await NotEmptyAsync(edge.Api, Scene.Slices, cancellationToken);
            }
        });
        await teller.PromiseAsync("the watches that were open stay open", () =>
        {
            var cut = mesh.Edges.Where(edge => scene.SlicesAt[edge.Name].Watches != watches[edge.Name]).Select(edge => edge.Name).ToArray();
            return cut.Length == 0 ? Task.CompletedTask : throw new InvalidOperationException($"cut at {string.Join(", ", cut)}");
        });
        await teller.PromiseAsync("a write is refused with a 503 Status that says why", async () =>
        {
            try
            {
                await mesh.Edges[0].Api.MergeAsync("/api/v1/namespaces/shop/configmaps/till", new JsonObject { ["data"] = new JsonObject { ["currency"] = "EUR" } }, cancellationToken);
            }
            catch (KubeApiException refusal) when (refusal.Code == 503 && refusal.Body.Contains("\"kind\":\"Status\"", StringComparison.Ordinal))
            {
                teller.Say(refusal.Message);
                return;
            }
            throw new InvalidOperationException("it was acknowledged, though nobody can have written it");
        });
        await teller.PromiseAsync("hz-1's daemon is killed too, starts without the cloud and serves what it had", async () =>
        {
            var edge = mesh.Edges[0];
            var before = await CountAsync(edge.Api, Pods, cancellationToken);
            await edge.KillAsync();
            edge.Start();
            await mesh.ServesAsync(edge, cancellationToken);
            var after = await CountAsync(edge.Api, Pods, cancellationToken);
            if (before != after) throw new InvalidOperationException($"{before} pods before, {after} after");
        });
        var status = await mesh.Edges[0].RunAsync("status");
        foreach (var line in status.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)) teller.Say(line);
    }

    private static async Task NotEmptyAsync(KubeApi api, string path, CancellationToken cancellationToken)
    {
        if (await CountAsync(api, path, cancellationToken) == 0) throw new InvalidOperationException($"{path} is empty");
    }

    private static async Task<int> CountAsync(KubeApi api, string path, CancellationToken cancellationToken) =>
        (await api.GetAsync(path, cancellationToken))["items"]!.AsArray().Count;
}
