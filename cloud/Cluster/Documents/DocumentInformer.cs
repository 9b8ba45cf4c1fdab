using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>
/// The documents as a collection. They are fetched anew after a change of what the API consists of, and now and then; a document whose
/// bytes are the same makes no event. What the server does not answer for stays as it was.
/// </summary>
internal sealed class DocumentInformer : IRawInformer, IRawObjectHandler, IAsyncDisposable
{
    /// <summary>A new API is served some time after its object is there: look soon, and again.</summary>
    private static readonly TimeSpan[] Settling = [TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)];

    private static readonly TimeSpan DefinitionsPatience = TimeSpan.FromSeconds(2);

    private readonly DocumentFetcher _fetcher;
    private readonly ClusterOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly HeldObjects _held;
    private readonly Dictionary<string, Document> _known = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly DefinitionDocuments _definitions;
    private readonly IOwnDocuments? _own;
    private readonly IDisposable[] _causes;
    private readonly Task _run;

    public DocumentInformer(DocumentFetcher fetcher, ClusterOptions options, TimeProvider time, Random random, ILogger logger, IOwnDocuments? own, IRawInformer definitions, params IEnumerable<IRawInformer> causes)
    {
        (_fetcher, _options, _time, _logger, _own) = (fetcher, options, time, logger, own);
        _held = new HeldObjects(DocumentNames.Collection, logger);
        _definitions = new DefinitionDocuments(definitions, LookAgain);
        if (_own is not null) _own.Changed += LookAgain;
        _run = Task.Run(() => RunAsync(new Backoff(options.MinBackoff, options.MaxBackoff, time, random), _stop.Token));
        _causes = [.. causes.Select(cause => cause.Subscribe(this))];
    }

    public GroupVersionResource Resource => DocumentNames.Collection;

    public bool Synced => _held.Synced;

    public long Revision => _held.Revision;

    public IDisposable Subscribe(IRawObjectHandler handler) => _held.Subscribe(handler, static () => { });

    void IRawObjectHandler.Upserted(RawObject current, RawObject? previous) => LookAgain();

    void IRawObjectHandler.Deleted(RawObject last, long revision) => LookAgain();

    void IRawObjectHandler.Progressed(long revision)
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null) _own.Changed -= LookAgain;
        foreach (var cause in _causes)
            cause.Dispose();
        _definitions.Dispose();
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private void LookAgain() => _changes.Writer.TryWrite(true);

    private async Task RunAsync(Backoff backoff, CancellationToken cancellationToken)
    {
        // A first state without what the definitions say would take it from every edge that holds it. Who may not read them is not waited for.
        await _definitions.Synced.WaitAsync(DefinitionsPatience, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await RefreshAsync(cancellationToken))
                {
                    backoff.Reset();
                    await SettleAsync(cancellationToken);
                }
                else
                {
                    await backoff.WaitAsync(null, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                Log.DocumentsFailed(_logger, e);
                await Task.Delay(backoff.Next(), _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Waits for a change or for the time of the next look; after a change looks again while what it caused may still come.</summary>
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        if (!await ChangedWithinAsync(_options.DocumentsRefresh, cancellationToken))
            return;

        foreach (var delay in Settling)
        {
            await Task.Delay(delay, _time, cancellationToken);
            while (_changes.Reader.TryRead(out _))
            {
            }

            await RefreshAsync(cancellationToken);
        }
    }

    private async Task<bool> ChangedWithinAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var expiry = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
        try
        {
            return await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (expiry.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Looks at every document once.</summary>
    /// <returns>Whether the server answered for all of them, so that the collection is complete.</returns>
    private async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        var complete = true;
        var looked = new HashSet<string>();
        var found = new Dictionary<DocumentSource, Document?>();
        foreach (var source in DocumentSource.Always)
            complete &= await LookAsync(source, found, cancellationToken);

        var groups = found.Where(pair => pair.Key.Name == DocumentSource.Groups).Select(pair => pair.Value).FirstOrDefault() ?? _known.GetValueOrDefault(DocumentSource.Groups);
        var versions = groups is null ? [] : DocumentFetcher.GroupVersions(groups).Select(DocumentSource.OfGroupVersion).ToList();
        foreach (var source in versions)
            await LookAsync(source, found, cancellationToken);

        await LookAsync(DocumentSource.OpenApiV2, found, cancellationToken);
        foreach (var (source, tag) in IndexOf(found) is { } index ? OpenApiIndex.Read(index) : [])
        {
            if (_known.TryGetValue(source.Name, out var known) && known.ETag == tag)
                found[source] = known;
            else
                await LookAsync(source, found, cancellationToken);
            looked.Add(source.Name);
        }

        foreach (var (name, document) in _definitions.All)
            found[new DocumentSource(name, name)] = document;
        foreach (var (name, text) in _own?.All ?? new Dictionary<string, string>())
            found[new DocumentSource(name, name)] = new Document("text/plain", "", Encoding.UTF8.GetBytes(text));

        if (complete)
        {
            looked.UnionWith(DocumentSource.Always.Concat(versions).Append(DocumentSource.OpenApiV2).Concat(found.Keys).Select(source => source.Name));
            foreach (var gone in _known.Keys.Where(name => !looked.Contains(name) && MayGo(name)))
                found[new DocumentSource(gone, gone)] = null;
        }

        return await TellAsync(found, complete, cancellationToken) && complete;
    }

    /// <summary>The index as it is now, or as it was where nobody answered for it.</summary>
    private Document? IndexOf(Dictionary<DocumentSource, Document?> found) =>
        found.Where(pair => pair.Key.Name == OpenApiIndex.Name).Select(pair => pair.Value).FirstOrDefault() ?? _known.GetValueOrDefault(OpenApiIndex.Name);

    private bool MayGo(string name) => !name.EndsWith(DocumentNames.Definition, StringComparison.Ordinal) || _definitions.Synced.IsCompleted;

    private async Task<bool> LookAsync(DocumentSource source, Dictionary<DocumentSource, Document?> found, CancellationToken cancellationToken)
    {
        try
        {
            found[source] = await _fetcher.FetchAsync(source, _known.GetValueOrDefault(source.Name), cancellationToken);
            return true;
        }
        catch (Exception e) when (IsOfTheServer(e))
        {
            Log.DocumentFailed(_logger, source.Name, e.Message);
            // What we may not read will not come by waiting; the rest must not wait for it.
            return e is HttpRequestException { StatusCode: HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized };
        }
    }

    private async Task<bool> TellAsync(Dictionary<DocumentSource, Document?> found, bool complete, CancellationToken cancellationToken)
    {
        var changes = found.Where(pair => pair.Value is null ? _known.ContainsKey(pair.Key.Name) : !Unchanged(pair.Key.Name, pair.Value)).ToList();
        if (changes.Count == 0 && (_held.Synced || !complete))
            return true;

        long revision;
        try
        {
            revision = await _fetcher.CurrentRevisionAsync(cancellationToken);
        }
        catch (Exception e) when (IsOfTheServer(e))
        {
            Log.DocumentFailed(_logger, "the current revision", e.Message);
            return false;
        }

        foreach (var (source, document) in changes)
            Take(source.Name, document, revision);
        if (complete || _held.Synced)
            _held.Progress(revision);
        return true;
    }

    private bool Unchanged(string name, Document document) => _known.TryGetValue(name, out var known) && known.SameAs(document);

    private void Take(string name, Document? document, long revision)
    {
        if (document is null)
        {
            _known.Remove(name);
            _held.Delete(new ObjectKey("", name), revision);
            return;
        }

        _known[name] = document;
        _held.Upsert(document.ToObject(name, revision), changed: true);
    }

    private static bool IsOfTheServer(Exception e) => e is HttpRequestException or TimeoutException or IOException or JsonException;
}
