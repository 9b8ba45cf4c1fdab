using System.Diagnostics.Metrics;
using KubeEdge.EdgeMesh.Cloud.Controllers.Runtime;

namespace KubeEdge.EdgeMesh.Controllers.Tests.Fakes;

/// <summary>Metrics that nobody listens to.</summary>
internal static class TestMetrics
{
    public static ControllerMetrics Create() => new(new Meters());

    private sealed class Meters : IMeterFactory
    {
        public Meter Create(MeterOptions options) => new(options);

        public void Dispose()
        {
        }
    }
}
