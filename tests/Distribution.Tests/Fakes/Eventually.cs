namespace KubeEdge.EdgeMesh.Distribution.Tests.Fakes;

/// <summary>Waits for what another thread brings about.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    public static async Task True(Func<bool> condition, string what, CancellationToken cancellationToken, Func<string>? now = null)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Limit) Assert.Fail($"it did not come to pass within {Limit.TotalSeconds} s: {what}; now: {now?.Invoke()}");
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
        }
    }
}
