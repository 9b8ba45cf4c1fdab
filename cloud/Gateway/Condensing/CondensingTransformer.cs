using System.IO.Compression;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace KubeEdge.EdgeMesh.Cloud.Gateway.Condensing;

/// <summary>
/// Answers a question for metadata by names and versions, and only by those that the one who asks does not hold: the API server's answer is read here, beside
/// it, and not at the other end of a thin link. What is no such answer goes on as it came.
/// </summary>
/// <param name="inner">What changes on the way of any request.</param>
/// <param name="held">What the one who asks holds; null where he wants to know of everything.</param>
internal sealed class CondensingTransformer(HttpTransformer inner, VersionSums? held) : HttpTransformer
{
    /// <summary>Shorter answers are not worth packing.</summary>
    private const int PackedFrom = 1024;

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await inner.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        // To pack it costs the API server as much as to make it, and the way is short.
        proxyRequest.Headers.AcceptEncoding.Clear();
    }

    public override async ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var proceed = await inner.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (!proceed || proxyResponse is not { StatusCode: System.Net.HttpStatusCode.OK } || proxyResponse.Content.Headers.ContentEncoding.Count > 0) return proceed;
        await using var metadata = await proxyResponse.Content.ReadAsStreamAsync(cancellationToken);
        var list = await ListedMetadata.ReadAsync(metadata, proxyResponse.Content.Headers.ContentType?.MediaType, isList: true, cancellationToken);
        await WriteAsync(httpContext, CondensedVersions.Write(list, held), cancellationToken);
        return false;
    }

    private static async Task WriteAsync(HttpContext context, byte[] body, CancellationToken cancellationToken)
    {
        context.Response.ContentType = CondensedVersions.MediaType;
        if (body.Length >= PackedFrom && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            body = Pack(body);
        }
        context.Response.Headers.Remove(HeaderNames.TransferEncoding);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, cancellationToken);
    }

    private static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(body);
        return packed.ToArray();
    }
}
