using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>An answer leaves in as few TLS records as it fits into, however small the pieces are in which it is written.</summary>
public sealed class TlsRecordsTests
{
    private const byte ApplicationData = 23;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(5000, 1)]
    [InlineData(15_000, 1)]
    [InlineData(40_000, 3)]
    public async Task Answer_OfThatLength_IsThatManyRecords(int length, int records)
    {
        using var certificate = Certificate();
        await using var app = Serve(certificate, length);
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, address.Port, TestContext.Current.CancellationToken);
        await using var wire = new RecordedStream(socket.GetStream());
#pragma warning disable CA5359 // It is the server of this test.
        await using var tls = new SslStream(wire, false, (_, _, _, _) => true);
#pragma warning restore CA5359
        // Later versions send tickets in records that look the same.
        await tls.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = SslProtocols.Tls12 }, TestContext.Current.CancellationToken);
        wire.Received.Clear();
        await tls.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var answer = new MemoryStream();
        await tls.CopyToAsync(answer, TestContext.Current.CancellationToken);

        Assert.EndsWith(new string('x', length), Encoding.ASCII.GetString(answer.ToArray()), StringComparison.Ordinal);
        Assert.Equal(records, RecordsIn(wire.Received));
    }

    [Fact]
    public async Task Writer_AskedForMoreThanIsLeft_LosesNothing()
    {
        using var stream = new MemoryStream();
        var writer = new RecordWriter(PipeWriter.Create(stream));
        var random = new Random(4711);
        var expected = new MemoryStream();
        for (var i = 0; i < 2000; i++)
        {
            var piece = new byte[random.Next(1, i % 50 == 0 ? 70_000 : 300)];
            random.NextBytes(piece);
            expected.Write(piece);
            if (i % 2 == 0) writer.Write(piece);
            else
            {
                piece.CopyTo(writer.GetMemory(piece.Length));
                writer.Advance(piece.Length);
            }
            if (random.Next(10) == 0) await writer.FlushAsync(TestContext.Current.CancellationToken);
        }
        await writer.CompleteAsync();
        Assert.Equal(expected.ToArray(), stream.ToArray());
    }

    private static WebApplication Serve(X509Certificate2 certificate, int length)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.UseHttps(certificate);
            listen.UseWholeRecords();
        }));
        var app = builder.Build();
        app.Run(context =>
        {
            context.Response.ContentLength = length;
            context.Response.Headers["X-Length"] = length.ToString(CultureInfo.InvariantCulture);
            context.Response.BodyWriter.Write(Encoding.ASCII.GetBytes(new string('x', length)));
            return Task.CompletedTask;
        });
        return app;
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static int RecordsIn(List<byte> bytes)
    {
        var count = 0;
        var rest = bytes.ToArray().AsSpan();
        while (!rest.IsEmpty)
        {
            if (rest[0] == ApplicationData) count++;
            rest = rest[(5 + BinaryPrimitives.ReadUInt16BigEndian(rest[3..]))..];
        }
        return count;
    }
}
