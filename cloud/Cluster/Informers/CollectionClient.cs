using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Informers;

/// <summary>
/// Lists and watches one collection over HTTP, raw. Every refusal of the server is thrown as a <see cref="StatusException"/>, a server that
/// falls silent as a <see cref="TimeoutException"/>.
/// </summary>
internal sealed class CollectionClient(IClusterConnection connection, GroupVersionResource resource, ClusterOptions options, TimeProvider time)
{
    private readonly string _path = $"{resource.VersionPath.TrimStart('/')}/{resource.Resource}";

    /// <summary>
    /// Lists the newest state. Page after page is of one revision, which the server remembers for minutes only: where it forgot meanwhile,
    /// the list is asked for anew and in one piece.
    /// </summary>
    /// <param name="found">Hears each object; after a list that broke off, all of them again.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>The revision of the list, and the keys in it.</returns>
    public async Task<(long Revision, HashSet<ObjectKey> Keys)> ListAsync(Action<RawObject> found, CancellationToken cancellationToken)
    {
        try
        {
            return await ListAsync(options.PageSize, found, cancellationToken);
        }
        catch (StatusException e) when (e.Status.Code == 410)
        {
            return await ListAsync(0, found, cancellationToken);
        }
    }

    /// <summary>
    /// Watches from <paramref name="revision"/> until the server ends it. <paramref name="heard"/> hears each event;
    /// <paramref name="paused"/> is called when all that has arrived has been told.
    /// </summary>
    public async Task WatchAsync(long revision, TimeSpan lasts, Action<WatchFrame> heard, Action paused, CancellationToken cancellationToken)
    {
        var query = string.Create(CultureInfo.InvariantCulture,
            $"{_path}?watch=1&allowWatchBookmarks=true&resourceVersion={revision}&timeoutSeconds={(long)lasts.TotalSeconds}");
        using var patience = new Patience(options.ResponseTimeout, time, cancellationToken);
        try
        {
            using var response = await SendAsync(query, patience.Token);
            patience.Heard(options.WatchSilence);
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            await ReadAsync(PipeReader.Create(body), heard, paused, patience);
        }
        catch (OperationCanceledException) when (patience.Expired)
        {
            throw patience.ToException($"the watch of {resource} stalled");
        }
    }

    /// <summary>The object's own copy of its bytes, without what nobody reads.</summary>
    public RawObject Keep(ReadOnlySpan<byte> json) =>
        RawObjectReader.Parse(options.DropManagedFields ? RawJson.WithoutManagedFields(json) : json.ToArray());

    private static async Task ReadAsync(PipeReader pipe, Action<WatchFrame> heard, Action paused, Patience patience)
    {
        var frames = new WatchFrameReader();
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(patience.Token);
                patience.Heard();
                var buffer = read.Buffer;
                while (frames.TryRead(ref buffer, out var frame))
                    heard(frame);
                paused();
                pipe.AdvanceTo(buffer.Start, buffer.End);
                if (!read.IsCompleted)
                    continue;
                if (!buffer.IsEmpty)
                    throw new IOException($"the watch broke off within an event, after {buffer.Length} bytes of it");
                return;
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private async Task<(long Revision, HashSet<ObjectKey> Keys)> ListAsync(int pageSize, Action<RawObject> found, CancellationToken cancellationToken)
    {
        var keys = new HashSet<ObjectKey>();
        var next = "";
        while (true)
        {
            var page = await PageAsync(pageSize, next, cancellationToken);
            foreach (var item in page.Items)
            {
                var current = Keep(WithTypeMeta(item.Span, page));
                keys.Add(current.Key);
                found(current);
            }

            if (page.Continue.Length == 0)
                return (page.Revision, keys);
            next = page.Continue;
        }
    }

    private async Task<RawList> PageAsync(int pageSize, string next, CancellationToken cancellationToken)
    {
        var query = _path
            + string.Create(CultureInfo.InvariantCulture, $"?limit={pageSize}")
            + (next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "");
        using var patience = new Patience(options.ResponseTimeout, time, cancellationToken);
        try
        {
            using var response = await SendAsync(query, patience.Token);
            patience.Heard();
            await using var body = await response.Content.ReadAsStreamAsync(patience.Token);
            var buffer = new MemoryStream((int)Math.Clamp(response.Content.Headers.ContentLength ?? 0, 0, int.MaxValue));
            var chunk = ArrayPool<byte>.Shared.Rent(64 << 10);
            try
            {
                for (int length; (length = await body.ReadAsync(chunk, patience.Token)) > 0; patience.Heard())
                    buffer.Write(chunk, 0, length);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(chunk);
            }

            return ListReader.Read(buffer.GetBuffer().AsMemory(0, (int)buffer.Length));
        }
        catch (OperationCanceledException) when (patience.Expired)
        {
            throw patience.ToException($"the list of {resource} stalled");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string query, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, query);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            await ClusterResponse.EnsureSuccessAsync(response, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>The items of a built-in kind's list do not say what they are; the list does.</summary>
    private static byte[] WithTypeMeta(ReadOnlySpan<byte> item, RawList page)
    {
        const string suffix = "List";
        if (!page.Kind.EndsWith(suffix, StringComparison.Ordinal))
            throw new FormatException($"a list has kind '{page.Kind}', which does not end in '{suffix}'");
        return RawJson.WithTypeMeta(item, page.ApiVersion, page.Kind[..^suffix.Length]);
    }
}
