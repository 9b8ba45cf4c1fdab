namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>Says the time that a test sets; timers run by the real one.</summary>
internal sealed class SetClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
