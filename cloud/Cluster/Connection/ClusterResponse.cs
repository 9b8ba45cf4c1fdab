using System.Globalization;
using System.Net.Http.Headers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>Reads the answers of an API server.</summary>
public static class ClusterResponse
{
    private const int MaxStatusBytes = 1 << 20;

    /// <summary>Does nothing after a success. Everything else is thrown with the Status that the server sent, or one made from its code.</summary>
    /// <exception cref="StatusException">The server refused; <c>Details.RetryAfterSeconds</c> holds its Retry-After.</exception>
    public static async Task EnsureSuccessAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;

        var code = (int)response.StatusCode;
        await response.Content.LoadIntoBufferAsync(MaxStatusBytes, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!KubernetesStatus.TryParse(body, out var status))
            status = new KubernetesStatus { Message = $"the API server answered {code.ToString(CultureInfo.InvariantCulture)} {response.ReasonPhrase}" };
        if (RetryAfter(response.Headers.RetryAfter) is { } seconds)
            status = status with { Details = (status.Details ?? new StatusDetails()) with { RetryAfterSeconds = seconds } };
        throw (status with { Code = code }).ToException();
    }

    private static int? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta is { } delta ? (int)Math.Ceiling(delta.TotalSeconds) : null;
}
