using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Fakes;

/// <summary>Waits for the outside world.</summary>
public static class Eventually
{
    /// <summary>How long a test waits for anything.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Waits until it holds; moves the fake clock along where there is one.</summary>
    public static async Task TrueAsync(Func<bool> holds, TimeSpan step = default, FakeTimeProvider? time = null)
    {
        using var limit = new CancellationTokenSource(Limit, TimeProvider.System);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            if (time is not null && step > TimeSpan.Zero)
                time.Advance(step);
        }
    }
}
