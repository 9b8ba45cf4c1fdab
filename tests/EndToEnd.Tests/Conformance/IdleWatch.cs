namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>A watch of a config map that nobody has made yet, and one that passes through a node to the cluster.</summary>
internal sealed class IdleWatch : IDisposable
{
    /// <summary>What is watched.</summary>
    public const string Map = "idle";

    private readonly long _opened = TimeProvider.System.GetTimestamp();
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;
    private readonly Task<(string? Line, TimeSpan After)> _line;

    private IdleWatch(HttpResponseMessage response, Stream stream)
    {
        (_response, _reader) = (response, new StreamReader(stream));
        _line = ReadAsync();
    }

    /// <summary>The first event, or null once the server has ended the watch; and for how long it had been open then.</summary>
    public Task<(string? Line, TimeSpan After)> First => _line;

    /// <summary>For how long it has been open.</summary>
    public TimeSpan Age => TimeProvider.System.GetElapsedTime(_opened);

    private async Task<(string?, TimeSpan)> ReadAsync() => (await _reader.ReadLineAsync(CancellationToken.None), Age);

    public static async Task<IdleWatch> OpenAsync(ServerUnderTest server)
    {
        var response = await server.OpenAsync($"/api/v1/namespaces/conf-b/configmaps?watch=1&resourceVersion={server.Data.History[^1]}&fieldSelector=metadata.name%3D{Map}");
        return new IdleWatch(response, await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        _response.Dispose();
        _reader.Dispose();
    }
}
