using System.Net;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>A GET that is asked over and over.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Path">Path and query.</param>
/// <param name="Gzip">Whether the client takes gzip, as client-go always does.</param>
internal sealed record HttpQuestion(string Name, string Path, bool Gzip = false)
{
    /// <summary>What a client asks for in turn: what was just read may be at hand, what is read once in thousands is not.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [Path];

    /// <summary>Asks it, and throws the body away. Returns the body's bytes on the wire, and whether the answer says of itself that it may be old.</summary>
    public async Task<(long Bytes, bool IsOld)> AskAsync(HttpClient client, byte[] buffer, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(client, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        long total = 0;
        while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0) total += read;
        return (total, response.Headers.Warning.Count > 0);
    }

    /// <summary>Sends it, and returns when the headers of a good answer are here.</summary>
    /// <exception cref="HttpRequestException">The answer was none.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HttpClient client, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Path, UriKind.Relative));
        if (Gzip) request.Headers.AcceptEncoding.Add(new("gzip"));
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode == HttpStatusCode.OK) return response;
        using (response) throw new HttpRequestException($"{client.BaseAddress}{Path} answers {await response.Content.ReadAsStringAsync(cancellationToken)}", null, response.StatusCode);
    }
}
