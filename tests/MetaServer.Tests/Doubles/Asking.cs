using System.Net;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>Asks a server and reads what it says.</summary>
internal static class Asking
{
    public static async Task<JsonNode> GetJsonAsync(this HttpClient http, string path, string? accept = null)
    {
        using var response = await http.AskAsync(path, accept);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    public static async Task<HttpResponseMessage> AskAsync(
        this HttpClient http, string path, string? accept = null, HttpMethod? method = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, Raw(http, path)) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Asks for what must fail, and returns the Status.</summary>
    public static async Task<JsonNode> GetFailureAsync(this HttpClient http, string path, int code, string? accept = null)
    {
        using var response = await http.AskAsync(path, accept);
        return await response.ReadFailureAsync(code);
    }

    public static async Task<JsonNode> ReadFailureAsync(this HttpResponseMessage response, int code)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)response.StatusCode == code, $"{(int)response.StatusCode}: {text}");
        var status = JsonNode.Parse(text)!;
        Assert.Equal("Status", (string?)status["kind"]);
        Assert.Equal("Failure", (string?)status["status"]);
        Assert.Equal(code, (int?)status["code"]);
        return status;
    }

    /// <summary>The names of a list's items, with their namespaces.</summary>
    public static string[] Names(this JsonNode list) => [.. list["items"]!.AsArray().Select(item =>
        (string?)item!["metadata"]!["namespace"] is { } ns ? $"{ns}/{(string?)item["metadata"]!["name"]}" : (string)item["metadata"]!["name"]!)];

    public static string Message(this JsonNode status) => (string)status["message"]!;

    private static Uri Raw(HttpClient http, string path) => new(
        http.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
}
