using System.IO.Compression;
using System.Net;
using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>Asks the API server for documents, one at a time: they are not worth its hurry.</summary>
internal sealed class DocumentFetcher(IClusterConnection connection, ClusterOptions options, TimeProvider time)
{
    private const int MaxBytes = 64 << 20;

    /// <summary>
    /// The document as it is now; <paramref name="known"/> itself where it has not changed; null where the server has none.
    /// </summary>
    /// <exception cref="HttpRequestException">The server did not answer, or refused: nothing is known.</exception>
    /// <exception cref="TimeoutException">The answer took too long.</exception>
    public async Task<Document?> FetchAsync(DocumentSource source, Document? known, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await AskAsync(source, known, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer for {source.Name} within {options.ResponseTimeout}");
        }
    }

    /// <summary>The group versions that the document at <see cref="DocumentSource.Groups"/> names.</summary>
    public static IEnumerable<string> GroupVersions(Document groups)
    {
        using var json = JsonDocument.Parse(groups.Body);
        if (!json.RootElement.TryGetProperty("groups", out var all))
            return [];

        return [.. all.EnumerateArray()
            .Where(group => group.TryGetProperty("versions", out _))
            .SelectMany(group => group.GetProperty("versions").EnumerateArray())
            .Select(version => version.GetProperty("groupVersion").GetString()!)];
    }

    /// <summary>The revision that the whole cluster is at: that of a list of nearly nothing.</summary>
    public async Task<long> CurrentRevisionAsync(CancellationToken cancellationToken)
    {
        var source = new DocumentSource("a namespace", "/api/v1/namespaces?limit=1");
        var list = await FetchAsync(source, null, cancellationToken)
            ?? throw new HttpRequestException("the API server lists no namespaces", null, HttpStatusCode.NotFound);
        using var json = JsonDocument.Parse(list.Body);
        var revision = json.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString();
        return long.TryParse(revision, out var number) ? number : throw new JsonException($"'{revision}' is no resourceVersion");
    }

    private async Task<Document?> AskAsync(DocumentSource source, Document? known, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, source.Path.TrimStart('/'));
        request.Headers.TryAddWithoutValidation("Accept", source.Accept);
        if (known is { ETag.Length: > 0 })
            request.Headers.TryAddWithoutValidation("If-None-Match", known.ETag);

        using var response = await connection.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified)
            return known;
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.NotAcceptable)
            return null;

        response.EnsureSuccessStatusCode();
        // As written: the platform's model of a media type puts spaces where the server had none.
        var contentType = response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var types) ? types.ToString() : "";
        if (!source.Accepts(contentType))
            return null;

        await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (source.Extract is { } extract)
            return extract(response, body);
        return source.Packed
            ? new Document(contentType, ETagOf(response), Pack(body), "gzip")
            : new Document(contentType, ETagOf(response), body);
    }

    private static string ETagOf(HttpResponseMessage response) =>
        response.Headers.TryGetValues("ETag", out var values) ? values.First() : "";

    private static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(body);
        return packed.ToArray();
    }
}
