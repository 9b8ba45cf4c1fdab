using KubeEdge.EdgeMesh.Edge.MetaServer.Packing;
using KubeEdge.EdgeMesh.Edge.MetaServer.Queries;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Selections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>
/// A list (kubernetes-api.md 1.2 to 1.4). It streams from the store's cursor to the connection; the cursor holds a read transaction and is
/// never open while the client is waited for.
/// </summary>
internal sealed class ListHandler(
    IObjectReader reader, RevisionGate gate, Representations representations, SelectionMemory selections, PackedPieces packed)
{
    /// <summary>From here on compression is certain; what is about as long as its threshold is decided on by its very length.</summary>
    private const int PackedFrom = 2 * ResponseBody.GzipFrom;

    private const int MostAttempts = 5;

    private const string TokenTooOld =
        "The provided continue parameter is too old to display a consistent list result. Start a new list without it, or go on with the "
        + "token in this response: it gives the remainder as it is now, which may not fit to the pages already read.";

    public async Task HandleAsync(ReadRequest request)
    {
        for (var attempt = 1; ; attempt++)
        {
            var start = await ListStart.ResolveAsync(
                reader, gate, request.Resource, request.Filter.Namespace, request.Options, request.Context.RequestAborted);
            try
            {
                await WriteAsync(request, start);
                return;
            }
            catch (SnapshotExpiredException e) when (!request.Context.Response.HasStarted)
            {
                // The newest state was let go of between two looks at it, as happens while a node's share arrives: then there is a newer one.
                if (!start.IsPast && attempt < MostAttempts) continue;
                throw (start.After is { } after
                    ? KubernetesStatus.Expired(TokenTooOld, new ContinueToken(null, after).Encode())
                    : KubernetesStatus.Expired("The resourceVersion for the provided list is too old.")).ToException(e);
            }
        }
    }

    private async Task WriteAsync(ReadRequest request, ListStart start)
    {
        var filter = request.Filter;
        // A state of the past is read as any list is.
        if (filter.IsOneKey && start is { Limit: 0, After: null } && request.Options.Match != ReadOptionsRules.Exact)
        {
            await WriteOneAsync(request);
            return;
        }
        var query = new ListQuery(
            request.Resource.Resource, start.Snapshot, filter.Namespace.Length == 0 ? null : filter.Namespace, start.After);
        if (start is { Limit: 0, After: null } && (filter.ReadsObjects || TakesPacked(request)))
        {
            await WriteSelectionAsync(request, query);
            return;
        }
        var page = start.Limit > 0 && !filter.IsOneKey ? ListPage.Plan(reader, query, filter, start.Limit) : ListPage.Whole;
        await WriteAsync(request, query, page);
    }

    /// <summary>A whole list of which it is remembered what it shows: nothing is read but what is sent.</summary>
    private async Task WriteSelectionAsync(ReadRequest request, ListQuery query)
    {
        var cancellation = request.Context.RequestAborted;
        var selection = await selections.SelectAsync(request, query, cancellation);
        if (TakesPacked(request) && selection.Bytes >= PackedFrom)
        {
            await WritePackedAsync(request, query, selection);
            return;
        }
        var representation = representations.For(request);
        using var body = Representations.Open(request);
        representation.WriteListStart(body, new ListMeta(query.Snapshot.Revision));
        var step = selection.CountOf(ResponseBody.ChunkSize);
        for (var i = 0; i < selection.Versions.Length; i += step)
        {
            WritePart(query, selection.Versions.AsMemory(i, Math.Min(step, selection.Versions.Length - i)), representation, body);
            await body.FlushAsync(cancellation);
        }
        representation.WriteListEnd(body);
        await body.CompleteAsync(cancellation);
    }

    private void WritePart(ListQuery query, ReadOnlyMemory<long> versions, Representation representation, ResponseBody body)
    {
        using var cursor = reader.OpenVersions(query.Resource, query.Snapshot, versions);
        while (cursor.MoveNext()) representation.WriteItem(body, cursor.Json);
    }

    private async Task WritePackedAsync(ReadRequest request, ListQuery query, Selection selection)
    {
        var cancellation = request.Context.RequestAborted;
        var texts = JsonTexts.Of(request.Resource);
        var body = Representations.OpenPacked(request);
        body.Write(texts.ListStart);
        body.Write(new ListMeta(query.Snapshot.Revision).ToUtf8());
        body.Write(JsonTexts.ItemsStart);
        Task<PackedPiece>? begun = null;
        try
        {
            for (var i = 0; i < selection.Pieces; i++)
            {
                if (i > 0) body.Write(","u8);
                var mine = begun;
                begun = i + 1 < selection.Pieces ? packed.BeginAsync(query.Resource, query.Snapshot, selection.Piece(i + 1), i + 1, texts, cancellation) : null;
                body.Write(mine is not null ? await mine : await packed.GetAsync(query.Resource, query.Snapshot, selection.Piece(i), i, texts, cancellation));
                await body.FlushAsync(cancellation);
            }
        }
        finally
        {
            // Where this one has failed nobody else waits for the next.
            if (begun is not null) await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        body.Write(JsonTexts.ListEnd, isLast: true);
    }

    private static bool TakesPacked(ReadRequest request) => request.Media is { Form: ObjectForm.Whole, Pretty: false, Gzip: true, Misfit: null };

    private async Task WriteAsync(ReadRequest request, ListQuery query, ListPage page)
    {
        var cancellation = request.Context.RequestAborted;
        var representation = representations.For(request);
        using var body = Representations.Open(request);
        representation.WriteListStart(body, page.Meta(query.Snapshot));
        while (WriteChunk(ref query, page, request.Filter, representation, body)) await body.FlushAsync(cancellation);
        representation.WriteListEnd(body);
        await body.CompleteAsync(cancellation);
    }

    /// <summary>Writes as much as is worth a flush; false at the end of the list.</summary>
    private bool WriteChunk(ref ListQuery query, ListPage page, ObjectFilter filter, Representation representation, ResponseBody body)
    {
        var before = body.Pending;
        using var cursor = reader.OpenList(query);
        // Keys are strings: they are made only where they decide something.
        var keyDecides = filter.Name.Length > 0;
        while (cursor.MoveNext())
        {
            if (!keyDecides || filter.MatchesKey(cursor.Key))
            {
                var json = cursor.Json;
                if (!filter.ReadsObjects || filter.MatchesObject(json)) representation.WriteItem(body, json);
            }
            if (page.Last is { } last && cursor.Key == last) return false;
            if (body.Pending - before < ResponseBody.ChunkSize * 2) continue;
            query = query with { After = cursor.Key };
            return true;
        }
        return false;
    }

    private async Task WriteOneAsync(ReadRequest request)
    {
        var resource = request.Resource.Resource;
        var key = new ObjectKey(request.Filter.Namespace, request.Filter.Name);
        // The list must not claim an older state than its item's. A newer state is fine: the object is read after it.
        var snapshot = reader.Latest(resource);
        var found = reader.Get(resource, key);
        if (found is not null && found.Revision > snapshot.Revision) snapshot = snapshot with { Revision = found.Revision };
        var representation = representations.For(request);
        using var body = Representations.Open(request);
        representation.WriteListStart(body, new ListMeta(snapshot.Revision));
        if (found is not null && (!request.Filter.ReadsObjects || request.Filter.MatchesObject(found.Json.Span)))
            representation.WriteItem(body, found.Json.Span);
        representation.WriteListEnd(body);
        await body.CompleteAsync(request.Context.RequestAborted);
    }
}
