using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

namespace KubeEdge.EdgeMesh.Sandbox.Tests.Clusters;

/// <summary>A cluster's API as the suites use it: typed by the C# client, and raw over the same connection.</summary>
public sealed class ClusterApi : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly X509Certificate2Collection _authorities;

    public ClusterApi(ITestCluster cluster)
    {
        if (cluster.Missing is { } reason) Assert.Skip(reason);
        using var kubeconfig = new MemoryStream(Encoding.UTF8.GetBytes(cluster.Kubeconfig));
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        _authorities = configuration.SslCaCerts;
        Typed = new Kubernetes(configuration);
    }

    public Kubernetes Typed { get; }

    /// <summary>Connects to the cluster, which it trusts, without a credential.</summary>
    public SocketsHttpHandler NewHandler()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(_authorities);
        return new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
    }

    /// <summary>Makes a namespace of one's own.</summary>
    public async Task<string> NewNamespaceAsync()
    {
        var made = await SendAsync(HttpMethod.Post, "/api/v1/namespaces", """{"apiVersion":"v1","kind":"Namespace","metadata":{"generateName":"suite-"}}""");
        Assert.Equal(201, made.Code);
        return (string)made.Body["metadata"]!["name"]!;
    }

    /// <summary>Sends a request; a JSON body goes as <paramref name="contentType"/>.</summary>
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, new Uri(Typed.BaseUri, path));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        using var response = await Typed.HttpClient.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new Answer((int)response.StatusCode, JsonNode.Parse(text)!.AsObject(), [.. response.Headers.TryGetValues("Warning", out var warnings) ? warnings : []]);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    /// <summary>Asks again until the answer is as it should be.</summary>
    public async Task<Answer> UntilAsync(string path, Func<Answer, bool> isSo)
    {
        using var limit = new CancellationTokenSource(s_patience, TimeProvider.System);
        while (true)
        {
            var answer = await GetAsync(path);
            if (isSo(answer)) return answer;
            Assert.False(limit.IsCancellationRequested, $"{path} was not as expected within {s_patience.TotalSeconds} s: {answer.Code} {answer.Body.ToJsonString()}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => Typed.Dispose();

    /// <summary>What came back.</summary>
    public sealed record Answer(int Code, JsonObject Body, string[] Warnings)
    {
        public string Reason => (string?)Body["reason"] ?? "";

        public string Message => (string?)Body["message"] ?? "";

        public string Version => (string)Body["metadata"]!["resourceVersion"]!;
    }
}
