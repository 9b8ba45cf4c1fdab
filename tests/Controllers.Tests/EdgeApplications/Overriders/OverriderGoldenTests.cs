namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Overriders;

public sealed class OverriderGoldenTests
{
    public static TheoryData<string> Cases => GoldenCase.Names("Overriders");

    [Theory, MemberData(nameof(Cases))]
    public void Overrider_Case_GivesWhatIsExpected(string name) => GoldenCase.Of("Overriders", name).Check();
}
