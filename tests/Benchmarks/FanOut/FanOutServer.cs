using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Distribution;
using KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;

/// <summary>
/// The cloud's Distribution as a process of its own, over a scripted cluster. Prints its address, then obeys lines on its standard input:
/// <c>open N</c> and <c>closed N</c> change the slice of that Service to hold port N; each answers with the encodings made so far.
/// </summary>
internal static class FanOutServer
{
    private static readonly GroupVersionResource Nodes = new("", "v1", "nodes");
    private static readonly GroupVersionResource Services = new("", "v1", "services");
    private static readonly GroupVersionResource Namespaces = new("", "v1", "namespaces");
    private static readonly GroupVersionResource Slices = new("discovery.k8s.io", "v1", "endpointslices");

    public static async Task RunAsync(int groups, int nodes)
    {
        var cluster = Populate(groups, nodes);
        await using var app = Build(cluster);
        long encodes = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "edgemesh.distribution.encodes") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref encodes, value));
        listener.Start();
        await app.StartAsync();
        Console.WriteLine(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ');
            cluster.Put(Slices, Slice(words[0], int.Parse(words[1], CultureInfo.InvariantCulture), groups));
            Console.WriteLine(Interlocked.Read(ref encodes));
        }
        await app.StopAsync();
    }

    private static ScriptedInformers Populate(int groups, int nodes)
    {
        var cluster = new ScriptedInformers();
        cluster.Put(Namespaces, """{"kind":"Namespace","apiVersion":"v1","metadata":{"name":"kube-system","uid":"bench","resourceVersion":"RV"}}""");
        for (var i = 0; i < nodes; i++) cluster.Put(Nodes, Node(i, groups));
        cluster.Put(Services, Service("open", ""));
        cluster.Put(Services, Service("closed", ""","annotations":{"apps.kubeedge.io/service-topology":"range-nodegroup"}"""));
        foreach (var service in new[] { "open", "closed" }) cluster.Put(Slices, Slice(service, 0, groups));
        return cluster;
    }

    private static WebApplication Build(ScriptedInformers cluster)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<IInformers>(cluster);
        builder.Services.AddSingleton<INodeIdentity, HeaderIdentity>();
        builder.Services.AddSingleton<IInterestAuthorizer, NobodyMay>();
        // What is measured is a change, not the heartbeat.
        builder.Services.AddDistribution(options => options.ProgressInterval = TimeSpan.FromMinutes(10));
        var app = builder.Build();
        app.MapEdgeSync();
        return app;
    }

    private static string Node(int number, int groups) =>
        $$$"""
        {"kind":"Node","apiVersion":"v1","metadata":{"name":"{{{FanOutBenchmark.NameOf(number)}}}","uid":"n{{{number}}}","resourceVersion":"RV",
         "labels":{"apps.kubeedge.io/belonging-to":"group-{{{number % groups}}}"}},"spec":{},"status":{}}
        """;

    private static string Service(string name, string annotations) =>
        $$$"""{"kind":"Service","apiVersion":"v1","metadata":{"name":"{{{name}}}","namespace":"bench","uid":"s-{{{name}}}","resourceVersion":"RV"{{{annotations}}}},"spec":{"ports":[{"port":80}]}}""";

    /// <summary>A slice with backends in every group; its port changes, so it changes for every group.</summary>
    private static string Slice(string service, int port, int groups)
    {
        var endpoints = Enumerable.Range(0, 20).Select(i =>
            $$$"""{"addresses":["10.0.0.{{{i}}}"],"conditions":{"ready":true,"serving":true,"terminating":false},"nodeName":"{{{FanOutBenchmark.NameOf(i % groups)}}}"}""");
        return
            $$$"""
            {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"name":"{{{service}}}-1","namespace":"bench","uid":"e-{{{service}}}","resourceVersion":"RV",
             "labels":{"kubernetes.io/service-name":"{{{service}}}"}},"addressType":"IPv4","ports":[{"name":"http","port":{{{port}}},"protocol":"TCP"}],
             "endpoints":[{{{string.Join(',', endpoints)}}}]}
            """;
    }

    private sealed class HeaderIdentity : INodeIdentity
    {
        public bool TryFind(HttpContext context, [NotNullWhen(true)] out string? node, out CancellationToken ended, out string? refusal)
        {
            (node, ended, refusal) = (context.Request.Headers[FanOutBenchmark.NodeHeader].SingleOrDefault(), default, null);
            return node is not null;
        }
    }

    private sealed class NobodyMay : IInterestAuthorizer
    {
        public ValueTask<InterestDecision> DecideAsync(string user, GroupVersionResource collection, CancellationToken cancellationToken) =>
            ValueTask.FromResult(new InterestDecision(false, "the benchmark wants nothing"));
    }
}
