using KubeEdge.EdgeMesh.Edge.Store.Link;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>An edge is as fresh as its link: while that is down, answers say how old they are.</summary>
internal sealed class LinkFreshness(ILink link, TimeProvider time) : IFreshness
{
    private Told? _told;

    public Staleness? Staleness
    {
        get
        {
            var state = link.State;
            if (state.Connected) return null;
            var heard = state.LastContact ?? state.Since;
            var age = TimeSpan.FromSeconds(Math.Max(0, Math.Floor((time.GetUtcNow() - heard).TotalSeconds)));
            // The same words serve everybody who asks within a second.
            if (_told is { } told && told.Heard == heard && told.Staleness.Age == age) return told.Staleness;
            var staleness = new Staleness(age, $"answered from this node's cache: the cloud was last heard {heard.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");
            _told = new Told(heard, staleness);
            return staleness;
        }
    }

    private sealed record Told(DateTimeOffset Heard, Staleness Staleness);
}
