using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>The streams that are up: one a node.</summary>
internal sealed class SessionRegistry(IOptions<DistributionOptions> options, DistributionMetrics metrics, ILogger<SessionRegistry> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    /// <summary>
    /// Gives the node's place to the session. The same daemon takes its own place over: it knows better than we do that its old stream is dead. Another one
    /// gets it only if the one that has it does not answer.
    /// </summary>
    public async Task AdmitAsync(Session session, CancellationToken cancellationToken)
    {
        while (true)
        {
            Session? other;
            lock (_gate)
            {
                if (!_sessions.TryGetValue(session.Node, out other) || other.Instance == session.Instance)
                {
                    other?.End(Refusals.Replaced());
                    _sessions[session.Node] = session;
                    metrics.SetSessions(_sessions.Count);
                    Log.Connected(logger, session.Node, session.Peer);
                    return;
                }
            }
            if (await other.AnswersAsync(options.Value.ProbeTimeout, cancellationToken))
            {
                Log.SecondDaemon(logger, session.Node, session.Peer, other.Peer);
                throw Refusals.SecondDaemon(session.Node, other.Peer, other.Since);
            }
            other.End(Refusals.Unresponsive());
            Leave(other);
        }
    }

    public void Leave(Session session)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session.Node, out var current) || current != session) return;
            _sessions.Remove(session.Node);
            metrics.SetSessions(_sessions.Count);
        }
        Log.Disconnected(logger, session.Node);
    }

    /// <summary>Lets every session see to its own health.</summary>
    public void Tick()
    {
        List<Session> sessions;
        lock (_gate) sessions = [.. _sessions.Values];
        foreach (var session in sessions) session.Tick();
    }
}
