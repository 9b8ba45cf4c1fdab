using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Demo.Clients;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Security;

/// <summary>What was issued or kept secret is in no log, however much is logged.</summary>
public sealed class LogTests(TalkativeMesh fixture) : IClassFixture<TalkativeMesh>
{
    [Fact]
    public async Task Logs_AtTraceLevel_HoldNoTokenKeyOrSecret()
    {
        var (mesh, cancellation) = (fixture.Mesh, TestContext.Current.CancellationToken);
        var edge = mesh.Edges[0];
        var password = $"password-{Guid.NewGuid():N}";
        await mesh.ApplyAsync(Manifests.Read($$"""
            {"apiVersion":"v1","kind":"Secret","metadata":{"name":"logged","namespace":"shop"},"stringData":{"password":"{{password}}"} }
            ---
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"logged","namespace":"shop"},"spec":{"nodeName":"{{edge.Name}}","containers":[{"name":"c","image":"i"}],"volumes":[{"name":"v","secret":{"secretName":"logged"} }]} }
            """), cancellation);
        var token = await mesh.Cloud.CreateTokenAsync();
        var replacing = await mesh.Cloud.CreateTokenAsync("--node", edge.Name);
        Assert.NotEqual(0, (await edge.JoinAsync(mesh.Cloud.Address, token, "--force")).ExitCode);
        Assert.Equal(0, (await edge.JoinAsync(mesh.Cloud.Address, replacing, "--replace")).ExitCode);
        await edge.KillAsync();
        edge.Start();
        // Each of the ways in which something secret passes: from the cache, through the cloud, refused, asked about.
        await mesh.EventuallyAsync("the Secret is on the node", async () =>
        {
            if (!File.ReadAllText(edge.LogFile).Contains("Connected to the cloud", StringComparison.Ordinal)) throw new IOException("not connected yet");
            await edge.Api.GetAsync("/api/v1/services", cancellation);
        }, cancellation);
        foreach (var path in new[] { "/api/v1/namespaces/shop/secrets/logged", "/api/v1/secrets", "/apis/coordination.k8s.io/v1/leases", "/api/v1/nowhere" })
        {
            using var answer = await edge.Api.SendAsync(HttpMethod.Get, path, null, null, cancellation);
        }
        using (await edge.Api.SendAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/tokenreviews", new JsonObject { ["spec"] = new JsonObject { ["token"] = token } }, "application/json", cancellation))
        {
        }

        var secrets = new Dictionary<string, string>
        {
            ["the Secret"] = password,
            ["the Secret in base64"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(password)),
            ["a join token"] = token[^16..],
            ["another join token"] = replacing[^16..],
            ["a ServiceAccount's token"] = BearerOf(edge),
            ["its signature"] = BearerOf(edge).Split('.')[^1],
        };
        foreach (var node in mesh.Edges)
        {
            foreach (var file in new[] { "node.pem", "serving.pem" }) secrets[$"the key of {node.Name}'s {file}"] = KeyIn(await File.ReadAllTextAsync(Path.Combine(node.DataDirectory, file), cancellation));
            secrets[$"the key of {node.Name}'s Secrets"] = Convert.ToBase64String(await File.ReadAllBytesAsync(Path.Combine(node.DataDirectory, "secrets.key"), cancellation));
        }
        var authority = await mesh.Cluster.GetAsync("/api/v1/namespaces/edgemesh-system/secrets/edgemesh-ca", cancellation);
        secrets["the CA's key"] = KeyIn(Encoding.UTF8.GetString(Convert.FromBase64String((string)authority["data"]!["tls.key"]!)));

        foreach (var log in mesh.Edges.Select(node => node.LogFile).Append(mesh.Cloud.LogFile))
        {
            var text = await ReadAsync(log, cancellation);
            Assert.True(text.Length > 1000, $"{log} says nothing");
            Assert.All(secrets, secret => Assert.False(text.Contains(secret.Value, StringComparison.Ordinal), $"{secret.Key} is in {log}"));
        }
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellation)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return await reader.ReadToEndAsync(cancellation);
    }

    private static string BearerOf(EdgeNode edge) =>
        File.ReadLines(edge.KubeconfigPath).Select(line => line.Trim()).Single(line => line.StartsWith("token: ", StringComparison.Ordinal))["token: ".Length..].Trim('"');

    /// <summary>The longest line of the PEM's key.</summary>
    private static string KeyIn(string pem) => pem[pem.IndexOf("PRIVATE KEY-----", StringComparison.Ordinal)..].Split('\n')[1].Trim();
}
