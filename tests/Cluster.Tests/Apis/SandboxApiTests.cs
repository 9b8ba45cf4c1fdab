using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Apis;

/// <summary>Against the sandbox, which can also be made to fail.</summary>
public sealed class SandboxApiTests(SandboxApi api) : ApiTests(api), IClassFixture<SandboxApi>
{
    private readonly SandboxApi _api = api;

    [Fact]
    public async Task Informer_WatchesCutHistoryForgottenAndServerAway_EndsWithTheServersState()
    {
        const int seed = 20260;
        TestContext.Current.TestOutputHelper!.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var handler = new RecordingHandler();
        using var _ = Follow(handler);

        for (var i = 0; i < 300; i++)
        {
            var name = $"map-{random.Next(20)}";
            if (random.Next(4) == 0)
                _api.Client.Delete(new("", "v1", "configmaps"), new("default", name));
            else
                Put(name, $"{i}");
            if (random.Next(20) == 0)
                _api.Sandbox.DropWatches();
            if (random.Next(40) == 0)
                _api.Sandbox.CompactLog();
            if (random.Next(100) == 0)
            {
                await _api.Sandbox.StopApiAsync();
                Put("while-away", $"{i}");
                await _api.Sandbox.StartApiAsync(TestContext.Current.CancellationToken);
            }
        }

        await SameAsServerAsync(handler);
    }
}
