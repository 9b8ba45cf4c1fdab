namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Http;

/// <summary>
/// Sends each piece of a request's body on as it comes. By itself .NET's client holds pieces back until they fill a buffer, so that a body that comes
/// slowly, such as what a caller streams to a pod by proxy, would not arrive before its end.
/// </summary>
/// <param name="inner">Sends.</param>
public sealed class StreamedBodies(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Content is { } body) request.Content = new StreamedContent(body);
        return base.SendAsync(request, cancellationToken);
    }
}
