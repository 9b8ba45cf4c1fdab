using System.Text.Json;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Tests.Demo.Clients;

/// <summary>The API refused.</summary>
/// <param name="code">The HTTP status code.</param>
/// <param name="body">The body: a Status, as a rule.</param>
public sealed class KubeApiException(int code, string body) : Exception($"{code}: {MessageOf(body)}")
{
    /// <summary>The HTTP status code.</summary>
    public int Code { get; } = code;

    /// <summary>The body as it came.</summary>
    public string Body { get; } = body;

    private static string MessageOf(string body)
    {
        try
        {
            return JsonNode.Parse(body)?["message"]?.GetValue<string>() ?? body;
        }
        catch (JsonException)
        {
            return body;
        }
    }
}
