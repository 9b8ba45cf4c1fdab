using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.KubeConfigModels;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>A server under load: where it is, as whom it is asked, and which process answers.</summary>
internal sealed record HttpTarget(string Name, Uri Address, X509Certificate2Collection Authorities, string Token, int ProcessId)
{
    /// <summary>The server of one kubeconfig, with the token of another: everybody is asked by the same account.</summary>
    public static HttpTarget Of(string name, string kubeconfig, string tokenKubeconfig, int processId)
    {
        var server = Read(kubeconfig);
        return new HttpTarget(name, new Uri(server.Host), server.SslCaCerts, Read(tokenKubeconfig).AccessToken, processId);
    }

    /// <summary>A client with one connection of its own, which gives bodies as they came over the wire.</summary>
    public HttpClient Connect()
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = 1, UseProxy = false, UseCookies = false };
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(Authorities);
        var client = new HttpClient(handler) { BaseAddress = Address, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
        return client;
    }

    private static KubernetesClientConfiguration Read(string path) =>
        KubernetesClientConfiguration.BuildConfigFromConfigObject(KubernetesYaml.Deserialize<K8SConfiguration>(File.ReadAllText(path)));
}
