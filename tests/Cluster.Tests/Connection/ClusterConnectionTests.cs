using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cluster.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cluster.Tests.Connection;

public sealed class ClusterConnectionTests
{
    [Fact]
    public async Task Http_Request_CarriesOurCredential()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        cluster.Server.Serve("/whoami", context => context.Response.WriteAsync(context.Request.Headers.Authorization.ToString()));

        var answer = await cluster.Connection.Http.GetStringAsync("whoami", TestContext.Current.CancellationToken);

        Assert.Equal("Bearer our-own-token", answer);
    }

    [Fact]
    public async Task CreateAnonymousHandler_Request_CarriesNoCredentialOfOurs()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        cluster.Server.Serve("/whoami", context => context.Response.WriteAsync($"<{context.Request.Headers.Authorization}>"));
        using var http = new HttpClient(cluster.Connection.CreateAnonymousHandler());

        var answer = await http.GetStringAsync(new Uri(cluster.Connection.BaseAddress, "whoami"), TestContext.Current.CancellationToken);

        Assert.Equal("<>", answer);
    }

    [Fact]
    public async Task GetIdentityAsync_AskedTwice_IsTheUidOfKubeSystemAndAskedOnce()
    {
        await using var cluster = await ClusterUnderTest.StartAsync();
        cluster.Server.Serve("/api/v1/namespaces/kube-system", context => context.Response.WriteAsync("{\"metadata\":{\"uid\":\"u-1\"}}"));

        Assert.Equal("u-1", await cluster.Connection.GetIdentityAsync(TestContext.Current.CancellationToken));
        Assert.Equal("u-1", await cluster.Connection.GetIdentityAsync(TestContext.Current.CancellationToken));

        Assert.Single(cluster.Server.Requests);
    }

    [Fact]
    public void Validate_SeveralFaults_NamesThemAllAndTheirMend()
    {
        var options = new ClusterOptions { Kubeconfig = "/no/such/file", PageSize = 0, WatchSilence = TimeSpan.Zero };

        var result = new ClusterOptionsValidator().Validate(null, options);

        Assert.Collection(
            result.Failures!,
            fault => Assert.Contains("PageSize", fault, StringComparison.Ordinal),
            fault => Assert.Contains("WatchSilence", fault, StringComparison.Ordinal),
            fault => Assert.Contains("--kubeconfig", fault, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_UnknownContext_SaysWhichFlag()
    {
        await using var server = await FakeApiServer.StartAsync();

        var result = new ClusterOptionsValidator().Validate(null, new ClusterOptions { Kubeconfig = server.Kubeconfig, Context = "elsewhere" });

        Assert.Contains("--context", Assert.Single(result.Failures!), StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_FileThatIsNoKubeconfig_IsAFault()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "}{ not yaml");
        try
        {
            var result = new ClusterOptionsValidator().Validate(null, new ClusterOptions { Kubeconfig = path });

            Assert.Contains(path, Assert.Single(result.Failures!), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
