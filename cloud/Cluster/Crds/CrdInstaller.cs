using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <inheritdoc cref="ICrdInstaller"/>
internal sealed class CrdInstaller(IClusterConnection connection, TimeProvider time, ILogger<CrdInstaller> logger) : ICrdInstaller
{
    private const string Collection = "apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        foreach (var definition in CrdManifests.Read())
        {
            var name = definition["metadata"]!["name"]!.GetValue<string>();
            using var patience = new Patience(Limit, time, cancellationToken);
            try
            {
                var current = await ApplyAsync(name, definition, patience.Token);
                while (!IsEstablished(current))
                {
                    await Task.Delay(Pause, time, patience.Token);
                    using var response = await connection.Http.GetAsync($"{Collection}/{name}", patience.Token);
                    current = await ReadAsync(response, patience.Token);
                }
            }
            catch (OperationCanceledException) when (patience.Expired)
            {
                throw patience.ToException($"CustomResourceDefinition {name} is not served");
            }

            Log.DefinitionInstalled(logger, name);
        }
    }

    private async Task<JsonObject> ApplyAsync(string name, JsonObject definition, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{Collection}/{name}?fieldManager=edgemesh-cloud&force=true")
        {
            // JSON is YAML.
            Content = new StringContent(definition.ToJsonString(), new MediaTypeHeaderValue("application/apply-patch+yaml")),
        };
        using var response = await connection.Http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await ClusterResponse.EnsureSuccessAsync(response, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return JsonNode.Parse(body)!.AsObject();
    }

    private static bool IsEstablished(JsonObject definition) => definition["status"]?["conditions"] is JsonArray conditions
        && conditions.Any(c => c?["type"]?.GetValue<string>() == "Established" && c["status"]?.GetValue<string>() == "True");
}
