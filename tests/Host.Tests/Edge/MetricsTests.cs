using System.Net;
using System.Net.Sockets;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>How a node does, for Prometheus: over TLS for who may, and over the socket for who may enter the data directory.</summary>
public sealed class MetricsTests(RunningMesh mesh) : IClassFixture<RunningMesh>
{
    /// <summary>What edge/Host/README.md promises. Counters are there from the first count on.</summary>
    private static readonly string[] s_promised =
    [
        "edgemesh_metaserver_staleness_seconds", "edgemesh_edge_link_up", "edgemesh_edge_held_objects", "edgemesh_edge_held_bytes", "edgemesh_edge_interests",
        "edgemesh_edge_expires_in_seconds", "edgemesh_sync_streams_total", "edgemesh_sync_messages_total", "edgemesh_sync_changes_total",
        "edgemesh_metaserver_requests_total", "edgemesh_metaserver_open_requests",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OverTls_ForWhoMay_SayHowTheNodeDoes()
    {
        await mesh.Http.GetStringAsync(new Uri(mesh.Address, "/api/v1/widgets"), Cancellation);
        using var answer = await mesh.Http.GetAsync(new Uri(mesh.Address, "/metrics"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        var page = await answer.Content.ReadAsStringAsync(Cancellation);
        foreach (var name in s_promised) Assert.True(page.Contains($"\n{name}{{", StringComparison.Ordinal), $"{name} is not on the page:\n{page}");
        Assert.Matches(@"(?m)^edgemesh_edge_link_up\{[^}]*\} 1( |$)", page);
        Assert.Matches(@"(?m)^edgemesh_edge_held_objects\{[^}]*collection=""v1/namespaces""[^}]*\} [1-9]", page);
        Assert.Matches(@"(?m)^edgemesh_edge_expires_in_seconds\{[^}]*what=""servingCertificate""[^}]*\} [1-9]", page);
        Assert.Matches(@"(?m)^edgemesh_metaserver_requests_total\{(?=[^}]*answered_by=""cloud"")(?=[^}]*verb=""list"")[^}]*\} [1-9]", page);
        // Names are without number.
        Assert.DoesNotMatch("caller=|system:serviceaccount|hz-1", page);
        Assert.DoesNotContain(mesh.ApiServer.Forwarded, asked => asked.Path == "/metrics");
    }

    [Fact]
    public async Task Metrics_OverTls_ForWhoMayNot_Are403()
    {
        mesh.Mortals.TryAdd("Bearer " + RunningMesh.OtherToken, 0);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(mesh.Address, "/metrics")) { Version = HttpVersion.Version20 };
        request.Headers.Authorization = new("Bearer", RunningMesh.OtherToken);
        using var answer = await mesh.Http.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, text);
        Assert.Contains("cannot get path \\\"/metrics\\\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain(mesh.ApiServer.Forwarded, asked => asked.Path == "/metrics");
    }

    [Fact]
    public async Task Metrics_OverTheSocket_AreTheSame()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(mesh.Data, "status.sock")), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var client = new HttpClient(handler);
        var page = await client.GetStringAsync(new Uri("http://daemon/metrics"), Cancellation);
        Assert.Contains("\nedgemesh_edge_link_up{", page, StringComparison.Ordinal);
    }
}
