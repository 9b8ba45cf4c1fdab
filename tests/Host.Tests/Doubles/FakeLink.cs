using KubeEdge.EdgeMesh.Edge.Store.Link;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>A link as a test says.</summary>
internal sealed class FakeLink : ILink
{
    public LinkState State { get; private set; } = new(false, DateTimeOffset.UnixEpoch, null, "cut");

    public void Connected() => State = State with { Connected = true };

    public void Heard()
    {
    }

    public void Disconnected(string problem, bool refused = false) => State = State with { Connected = false, Problem = problem };
}
