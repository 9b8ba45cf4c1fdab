using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Tests.Sandbox.ControlPlane;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>
/// Who may do what, answered here and by others: made-up roles, bindings and pods, and questions about them. As many as EDGEMESH_SECURITY_QUESTIONS
/// says (<c>make security</c>: 100,000), from EDGEMESH_SECURITY_SEED on.
/// </summary>
public sealed class RbacDifferentialTests(ITestOutputHelper output)
{
    private const int PerWorld = 2_000;
    private const int AtOnce = 8;

    private static int Questions => Number("EDGEMESH_SECURITY_QUESTIONS") ?? 2_000;

    [Fact]
    public void Decision_OfEveryQuestion_IsThatOfAPlainImplementation()
    {
        var (seed, allowed, asked) = (Seed(), 0, 0);
        for (var number = 0; asked < Questions; number++)
        {
            var world = new RbacWorld($"w{number}", new Random(seed + number));
            PlainRbac.Aggregate(world);
            using var store = new WorldStore(Objects(world));
            for (var i = 0; i < PerWorld && asked < Questions; i++)
            {
                var question = world.Ask();
                // The plain implementation knows roles only.
                if (question.Groups.Contains("system:nodes")) continue;
                asked++;
                var expected = PlainRbac.Allows(world, question);
                if (expected) allowed++;
                Assert.True(Expected(expected) == store.Decide(question), $"seed {seed}, world {number}: {question}: expected {expected}");
            }
        }
        output.WriteLine($"{asked} questions, {allowed} allowed, against the plain implementation; seed {seed}");
        Assert.InRange(allowed, asked / 50, asked - asked / 50);
    }

    [Fact]
    public async Task Decision_OfEveryQuestion_IsThatOfTheApiServer()
    {
        if (RealControlPlane.Missing is { } why) Assert.Skip(why);
        var (seed, allowed, asked, left) = (Seed(), 0, 0, 0);
        await using var cluster = await RealCluster.StartAsync();
        for (var number = 0; asked < Questions; number++)
        {
            var world = new RbacWorld($"w{number}", new Random(seed + number));
            if (RealCluster.Aggregates) PlainRbac.Aggregate(world);
            await cluster.MakeAsync(world);
            using var store = new WorldStore(await cluster.ReadAsync());
            var questions = Enumerable.Range(0, Math.Min(PerWorld, Questions - asked)).Select(_ => world.Ask()).ToList();
            await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (question, _) =>
            {
                var here = store.Decide(question);
                // What a kubelet asks and this node does not decide goes to the cluster.
                if (here == AuthorizationDecision.Unknown)
                {
                    Interlocked.Increment(ref left);
                    return;
                }
                var expected = await cluster.AllowsAsync(question);
                if (expected) Interlocked.Increment(ref allowed);
                Assert.True(Expected(expected) == here, $"seed {seed}, world {number}: {question}: the API server says {expected}");
            });
            asked += questions.Count;
        }
        output.WriteLine($"{asked} questions, {allowed} allowed, {left} left to the cluster, against a real API server; seed {seed}");
        Assert.InRange(allowed, asked / 50, asked - asked / 50);
        Assert.InRange(left, 0, asked / 10);
    }

    private static IEnumerable<(string, System.Text.Json.Nodes.JsonObject)> Objects(RbacWorld world) =>
        world.ClusterRoles.Select(value => ("clusterroles", value)).Concat(world.Roles.Select(value => ("roles", value)))
            .Concat(world.ClusterRoleBindings.Select(value => ("clusterrolebindings", value))).Concat(world.RoleBindings.Select(value => ("rolebindings", value)));

    private static AuthorizationDecision Expected(bool allowed) => allowed ? AuthorizationDecision.Allowed : AuthorizationDecision.Denied;

    private static int Seed() => Number("EDGEMESH_SECURITY_SEED") ?? unchecked((int)TimeProvider.System.GetTimestamp());

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
