using System.Net;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Http;

/// <summary>A body whose pieces do not wait for each other.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly HttpContent _body;

    public StreamedContent(HttpContent body)
    {
        _body = body;
        foreach (var header in body.Headers.NonValidated) Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string>)header.Value);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.CopyToAsync(new FlushingStream(stream), context, cancellationToken);

    /// <summary>Where it is known it stands among the headers.</summary>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _body.Dispose();
        base.Dispose(disposing);
    }
}
