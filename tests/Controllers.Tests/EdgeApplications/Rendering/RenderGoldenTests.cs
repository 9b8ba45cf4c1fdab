using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Rendering;

public sealed class RenderGoldenTests
{
    public static TheoryData<string> Cases => GoldenCase.Names("Rendering");

    [Theory, MemberData(nameof(Cases))]
    public void Render_Case_GivesWhatIsExpected(string name) => GoldenCase.Of("Rendering", name).Check();

    [Fact]
    public void Render_SampleOfThreeRegions_MakesWhatTheReadmeSays()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", "regions");
        var (app, groups) = GoldenCase.Read([Path.Combine(folder, "nodegroups.yaml"), Path.Combine(folder, "edgeapplication.yaml")]);
        var rendering = Renderer.Render(app, groups);

        Assert.True(rendering.IsSound);
        Assert.Equal(["Service web"], rendering.Shared.Select(made => $"{made.Kind} {made.Name}"));
        Assert.Equal(["hangzhou", "beijing", "shanghai"], rendering.Targets.Select(target => target.Name));
        Assert.Equal(
            ["web-hangzhou 2 registry.hangzhou.example/shop/web:1.0", "web-beijing 3 registry.beijing.example/shop/web:1.0", "web-shanghai 1 registry.shanghai.example/shop/web:1.0"],
            rendering.Targets.Select(target => target.Objects[0]).Select(made =>
                $"{made.Name} {made.Body["spec"]!["replicas"]} {made.Body["spec"]!["template"]!["spec"]!["containers"]![0]!["image"]}"));
        Assert.Equal(["Welcome to Hangzhou", "Welcome to Beijing", "Welcome to Shanghai"], rendering.Targets.Select(target => (string)target.Objects[1].Body["data"]!["GREETING"]!));
    }
}
