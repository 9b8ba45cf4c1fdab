using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Grpc.Net.Client;
using KubeEdge.EdgeMesh.Cloud.Cluster.Connection;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Enrolment;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;
using KubeEdge.EdgeMesh.Proto.Wire;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;

/// <summary>The room on a real port, with real TLS and gRPC; the clock and the cluster are ours.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<IDisposable> _owned = [];

    private TestCloud(WebApplication app, FakeCluster cluster, FakeInformers informers, FakeTimeProvider time, Messages messages)
    {
        Informers = informers;
        _app = app;
        Cluster = cluster;
        Time = time;
        Messages = messages;
    }

    public FakeCluster Cluster { get; }

    public FakeInformers Informers { get; }

    public FakeTimeProvider Time { get; }

    public Messages Messages { get; }

    public IAuthorityRotation Rotation => _app.Services.GetRequiredService<IAuthorityRotation>();

    public IMembers Members => _app.Services.GetRequiredService<IMembers>();

    public IJoinTokens Tokens => _app.Services.GetRequiredService<IJoinTokens>();

    public Uri Address => new(_app.Urls.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal));

    public static async Task<TestCloud> StartAsync(FakeCluster? cluster = null, Action<EnrolmentOptions>? configure = null)
    {
        cluster ??= new FakeCluster();
        var (time, messages) = (new FakeTimeProvider(TimeProvider.System.GetUtcNow()), new Messages());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(messages).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<IClusterConnection>(cluster);
        var informers = new FakeInformers(cluster);
        builder.Services.AddSingleton<IInformers>(informers);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddEnrolment(configure ?? (_ => { }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseEnrolmentTls()));
        var app = builder.Build();
        app.UseNodeIdentity();
        app.MapEnrolment();
        app.MapGet("/wait", async (HttpContext context) =>
        {
            await context.Response.StartAsync();
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        });
        app.MapGet("/whoami", (HttpContext context) => $"{context.User.Identity?.Name} {context.User.IsInRole(NodeSubject.Group)}");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new TestCloud(app, cluster, informers, time, messages);
    }

    /// <summary>What the edge does first: asks for the CA, trusting nobody.</summary>
    public async Task<X509Certificate2> GetAuthorityAsync() => (await GetAuthoritiesAsync())[0];

    private async Task<X509Certificate2Collection> GetAuthoritiesAsync()
    {
        using var handler = new SocketsHttpHandler();
#pragma warning disable CA5359 // What it says is believed by its hash, not by its sender.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var client = new HttpClient(handler);
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(await client.GetStringAsync(new Uri(Address, "/ca.crt"), TestContext.Current.CancellationToken));
        return authorities;
    }

    /// <summary>A client that trusts the CA alone, with a certificate if one is given.</summary>
    public async Task<HttpClient> ConnectAsync(X509Certificate2? certificate = null)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            VerificationTime = Time.GetUtcNow().UtcDateTime,
        };
        policy.CustomTrustStore.AddRange(await GetAuthoritiesAsync());
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        var client = new HttpClient(handler) { BaseAddress = Address };
        _owned.Add(client);
        return client;
    }

    /// <summary>Joins as a node would; each part can be replaced by a bad one.</summary>
    public async Task<(EnrolResponse Response, ECDsa Key)> JoinAsync(
        string token, string node, byte[]? clientCsr = null, byte[]? servingCsr = null, uint protocol = 1, bool replace = false)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _owned.Add(key);
        using var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpClient = await ConnectAsync() });
        var request = new EnrolRequest
        {
            Token = token,
            Node = node,
            ClientCsr = ByteString.CopyFrom(clientCsr ?? Csr.Make(NodeSubject.Of(node), key)),
            ServingCsr = ByteString.CopyFrom(servingCsr ?? Csr.Make(NodeSubject.Of(node), key, "kubernetes", "localhost", "127.0.0.1", "169.254.30.10", node)),
            ProtocolMin = protocol,
            ProtocolMax = protocol,
            Replace = replace,
        };
        var client = new Proto.Wire.Enrolment.EnrolmentClient(channel);
        return (await client.EnrolAsync(request, cancellationToken: TestContext.Current.CancellationToken), key);
    }

    /// <summary>Asks, with the certificate that a join gave, as a running daemon does.</summary>
    public async Task<RenewResponse> RenewAsync(X509Certificate2? client, byte[]? serving = null, byte[]? servingCsr = null, byte[]? clientCsr = null, params string[] addresses)
    {
        using var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpClient = await ConnectAsync(client) });
        var request = new RenewRequest
        {
            ServingCertificate = ByteString.CopyFrom(serving ?? []),
            Addresses = { addresses },
            ServingCsr = ByteString.CopyFrom(servingCsr ?? []),
            ClientCsr = ByteString.CopyFrom(clientCsr ?? []),
        };
        return await new Proto.Wire.Enrolment.EnrolmentClient(channel).RenewAsync(request, cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>What a join gave, with its key: shown to the cloud it is the node.</summary>
    public static X509Certificate2 ClientOf((EnrolResponse Response, ECDsa Key) joined) =>
        X509CertificateLoader.LoadCertificate(joined.Response.ClientCertificate.Span).CopyWithPrivateKey(joined.Key);

    public async Task<string> CreateTokenAsync(string? node = null, int? uses = null) =>
        (await Tokens.CreateAsync(new TokenTerms(TimeSpan.FromHours(1), node, uses, "a test"), TestContext.Current.CancellationToken)).Bootstrap.Reveal();

    public async ValueTask DisposeAsync()
    {
        foreach (var owned in _owned) owned.Dispose();
        await _app.DisposeAsync();
    }
}
