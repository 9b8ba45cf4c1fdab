using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>Reads a watch event by event.</summary>
internal sealed class WatchReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private WatchReader(HttpResponseMessage response, StreamReader reader)
    {
        _response = response;
        _reader = reader;
    }

    /// <summary>Returns when the headers are there, which must be before any event.</summary>
    public static async Task<WatchReader> OpenAsync(HttpClient http, string path, string? accept = null)
    {
        var response = await http.AskAsync(path, accept);
        if (!response.IsSuccessStatusCode) Assert.Fail(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return new WatchReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next event; null at the end of the watch.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        var line = await _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        return line is null ? null : JsonNode.Parse(line);
    }

    /// <summary>The next event as <c>ADDED shop/a@7</c>.</summary>
    public async Task<string> NextTextAsync()
    {
        if (await NextAsync() is not { } change) return "end";
        var metadata = change["object"]!["metadata"]!;
        var name = (string?)metadata["name"] is { } own ? ((string?)metadata["namespace"] is { } ns ? $" {ns}/{own}" : $" {own}") : "";
        return $"{(string?)change["type"]}{name}@{(string?)metadata["resourceVersion"]}";
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
