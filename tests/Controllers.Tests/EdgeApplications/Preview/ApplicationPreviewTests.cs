using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;
using KubeEdge.EdgeMesh.Cloud.Controllers;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications.Preview;

/// <summary>Against a whole API, with what the controllers themselves applied.</summary>
public sealed class ApplicationPreviewTests : IAsyncLifetime
{
    private static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");
    private static readonly GroupVersionResource ConfigMaps = new("", "v1", "configmaps");

    private readonly string _kubeconfig = Path.GetTempFileName();
    private SandboxCluster _sandbox = null!;
    private IHost _host = null!;

    private IApplicationPreview Preview => _host.Services.GetRequiredService<IApplicationPreview>();

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxCluster.StartAsync(new SandboxOptions { Seed = 1, Nodes = { "hz-1" } }, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(_kubeconfig, _sandbox.AdminKubeconfig, TestContext.Current.CancellationToken);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddCluster(options => options.Kubeconfig = _kubeconfig).AddClusterControllers(options => options.Namespace = "kube-system").AddApplicationPreview();
        _host = builder.Build();
        await _host.Services.GetRequiredService<ICrdInstaller>().InstallAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
        await _sandbox.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    [Fact]
    public async Task Compare_BeforeItIsApplied_ShowsEveryObjectAndWritesNothing()
    {
        var found = await CompareAsync(Application());
        Assert.Equal(["configmaps default/shared", "deployments.apps default/web-hangzhou", "deployments.apps default/web-beijing"], found.Select(one => one.Name));
        Assert.All(found, one => Assert.True(one is { Before: "", Problem: "" } && one.After.Contains("kind:", StringComparison.Ordinal)));
        Assert.Empty(_sandbox.Client.List(Deployments));
    }

    [Fact]
    public async Task Compare_AfterItIsApplied_ShowsWhatAnEditChangesAndNothingElse()
    {
        await ApplyAsync(Application());
        Assert.All(await CompareAsync(Application()), one => Assert.Equal("", one.Unified + one.Problem));

        var edited = Application();
        edited["spec"]!["workloadScope"]!["targetNodeGroups"]!.AsArray().RemoveAt(1);
        edited["spec"]!["workloadTemplate"]!["manifests"]![0]!["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "registry.example/web:2.0";
        var differing = (await CompareAsync(edited)).Where(one => one.Differs).ToList();
        Assert.Equal(["deployments.apps default/web-hangzhou", "deployments.apps default/web-beijing"], differing.Select(one => one.Name));
        Assert.Equal(["-      - image: registry.example/web:1.0", "+      - image: registry.example/web:2.0"], Changed(differing[0]));
        Assert.Equal("", differing[1].After);
    }

    [Fact]
    public async Task Compare_TargetWithAFault_IsNotShownAsRemoved()
    {
        await ApplyAsync(Application());
        var edited = Application();
        edited["spec"]!["workloadScope"]!["targetNodeGroups"]![1]!["overriders"] = JsonNode.Parse("""{"imageOverriders":[{"component":"Tag","operator":"replace","value":"not a tag"}]}""");
        Assert.DoesNotContain(await CompareAsync(edited), one => one.Differs);
    }

    [Fact]
    public async Task Compare_WhatCannotBeApplied_SaysWhy()
    {
        _sandbox.Client.Create(ConfigMaps, JsonNode.Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"shared","namespace":"default"}}""")!.AsObject());
        var app = Application();
        app["spec"]!["workloadTemplate"]!["manifests"]!.AsArray().Add(JsonNode.Parse("""{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w"}}"""));
        app["spec"]!["workloadTemplate"]!["manifests"]![0]!["spec"]!["template"]!["spec"]!["restartPolicy"] = "Sometimes";
        var problems = (await CompareAsync(app)).Select(one => one.Problem).Where(problem => problem.Length > 0).ToList();
        Assert.Contains(problems, problem => problem.Contains("configmaps default/shared exists already", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("Widget", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("restartPolicy", StringComparison.Ordinal));
    }

    private static JsonObject Application() => YamlReader.ReadOne("""
        apiVersion: apps.kubeedge.io/v1alpha1
        kind: EdgeApplication
        metadata: {name: app, namespace: default}
        spec:
          workloadTemplate:
            manifests:
              - apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec: {containers: [{name: web, image: "registry.example/web:1.0"}]}
              - apiVersion: v1
                kind: ConfigMap
                metadata: {name: shared}
                data: {a: "1"}
          workloadScope:
            targetNodeGroups: [{name: hangzhou, overriders: {replicas: 2}}, {name: beijing}]
        """)!.AsObject();

    private static IEnumerable<string> Changed(ObjectDifference difference) =>
        difference.Unified.Split('\n').Skip(2).Where(line => line.StartsWith('-') || line.StartsWith('+'));

    private async Task<IReadOnlyList<ObjectDifference>> CompareAsync(JsonObject application)
    {
        var app = EdgeApplication.Parse(GoldenCase.Raw(application));
        var groups = await Preview.NodeGroupsAsync(TestContext.Current.CancellationToken);
        return await Preview.CompareAsync(app, Renderer.Render(app, groups), TestContext.Current.CancellationToken);
    }

    /// <summary>Has the controllers make it, and waits until its status tells of every object.</summary>
    private async Task ApplyAsync(JsonObject application)
    {
        await _host.StartAsync(TestContext.Current.CancellationToken);
        _sandbox.Client.Create(EdgeApplication.Collection, application);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        var key = new ObjectKey("default", "app");
        while (_sandbox.Client.Get(EdgeApplication.Collection, key)?["status"]?["workloadStatus"]?.AsArray().Count != 3
            || _sandbox.Client.List(Deployments).Count != 2
            || _sandbox.Client.Get(EdgeApplication.Collection, key)?["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "Applied" && (string?)c["status"] == "True") != true)
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, patience.Token);
    }
}
