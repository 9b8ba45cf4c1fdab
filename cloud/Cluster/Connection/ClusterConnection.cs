using System.Text.Json;
using k8s;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <inheritdoc cref="IClusterConnection"/>
internal sealed class ClusterConnection : IClusterConnection, IDisposable
{
    private readonly KubernetesClientConfiguration _configuration;
    private readonly Kubernetes _client;
    private volatile string? _identity;

    public ClusterConnection(IOptions<ClusterOptions> options)
    {
        _configuration = ClusterConfiguration.Load(options.Value);
        BaseAddress = new Uri(_configuration.Host.EndsWith('/') ? _configuration.Host : _configuration.Host + "/");
        _client = new Kubernetes(_configuration);
        Http = new HttpClient(CreateHandler()) { BaseAddress = BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("edgemesh-cloud");
    }

    public Uri BaseAddress { get; }

    public HttpClient Http { get; }

    public IKubernetes Client => _client;

    public HttpMessageHandler CreateAnonymousHandler() => ClusterTransport.CreateHandler(_configuration, asOurselves: false);

    public HttpMessageHandler CreateHandler() => new CredentialHandler(
        ClusterTransport.CreateHandler(_configuration, asOurselves: true), Kubernetes.CreateCredentials(_configuration), !_configuration.DisableHttp2);

    public async Task<string> GetIdentityAsync(CancellationToken cancellationToken)
    {
        if (_identity is { } known)
            return known;

        var bytes = await Http.GetByteArrayAsync("api/v1/namespaces/kube-system", cancellationToken);
        using var document = JsonDocument.Parse(bytes);
        var uid = document.RootElement.GetProperty("metadata").GetProperty("uid").GetString();
        return _identity = uid ?? throw new JsonException("namespace kube-system has no metadata.uid");
    }

    public void Dispose()
    {
        Http.Dispose();
        _client.Dispose();
    }
}
