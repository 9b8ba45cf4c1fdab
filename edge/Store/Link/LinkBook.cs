using System.Globalization;
using System.Text;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Store.Link;

/// <summary>How the link is. Only the last contact outlives a restart.</summary>
internal sealed class LinkBook : ILink
{
    private const string Note = "link/last-contact";
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(5);

    private readonly ObjectWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private volatile LinkState _state;
    private DateTimeOffset? _saved;

    public LinkBook(ObjectWriter writer, TimeProvider time, ILogger logger)
    {
        (_writer, _time, _logger) = (writer, time, logger);
        var note = writer.Maintain(connection => NoteTable.Read(connection, Note));
        _saved = note is null ? null : DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(note, NumberStyles.Integer, CultureInfo.InvariantCulture));
        _state = new LinkState(false, time.GetUtcNow(), _saved, "The daemon has just started and not connected yet.");
    }

    /// <inheritdoc/>
    public LinkState State => _state;

    /// <inheritdoc/>
    public void Connected()
    {
        var now = _time.GetUtcNow();
        lock (_gate) _state = new LinkState(true, _state.Connected ? _state.Since : now, now, null);
        Save(now);
    }

    /// <inheritdoc/>
    public void Heard()
    {
        var now = _time.GetUtcNow();
        lock (_gate) _state = _state with { LastContact = now };
        Save(now);
    }

    /// <inheritdoc/>
    public void Disconnected(string problem, bool refused = false)
    {
        lock (_gate) _state = new LinkState(false, _state.Connected ? _time.GetUtcNow() : _state.Since, _state.LastContact, problem) { Refused = refused };
    }

    private void Save(DateTimeOffset now)
    {
        lock (_gate)
        {
            // An edge's clock may be set back by years when it first hears of the time.
            if ((now - _saved)?.Duration() < SaveEvery) return;
            _saved = now;
        }
        try
        {
            var text = Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
            _writer.Maintain(connection =>
            {
                NoteTable.Write(connection, Note, text);
                return true;
            });
        }
        catch (StoreException fault)
        {
            // How old the data is can still be told until the next restart; that is no reason to break the link.
            Log.ContactNotSaved(_logger, fault.Message);
        }
    }
}
