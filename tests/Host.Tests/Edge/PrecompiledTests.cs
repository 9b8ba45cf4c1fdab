using System.Collections;
using System.CommandLine;
using System.Net;
using System.Reflection;
using System.Xml.Linq;
using KubeEdge.EdgeMesh.Edge.Host.Commands;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Host.Sealing;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>
/// The daemon starts a third sooner where the generic services that dependency injection puts together (a logger for each class, options for each room)
/// are compiled ahead of time, which the compiler does only for those that it is told of.
/// </summary>
public sealed class PrecompiledTests
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
    private static readonly XNamespace Directives = "http://schemas.microsoft.com/netfx/2013/01/metadata";

    /// <summary>EDGEMESH_WRITE_PRECOMPILED=1 writes the file anew.</summary>
    [Fact]
    public async Task Start_GenericServices_AreCompiledAheadOfTime()
    {
        var file = Path.Combine(Root(), "edge", "Host", "Precompiled.rd.xml");
        var needed = await NeededAsync();
        if (Environment.GetEnvironmentVariable("EDGEMESH_WRITE_PRECOMPILED") == "1") Write(file, needed);
        var named = XDocument.Load(file).Descendants(Directives + "Type").Select(type => (type.Parent!.Attribute("Name")!.Value, type.Attribute("Name")!.Value)).ToHashSet();
        var (missing, unused) = (needed.Except(named).ToList(), named.Except(needed).ToList());
        Assert.True(
            missing.Count == 0 && unused.Count == 0,
            $"{file} is not what a start needs: run this test with EDGEMESH_WRITE_PRECOMPILED=1.\nMissing: {string.Join("\n  ", missing)}\nNot needed: {string.Join("\n  ", unused)}");
    }

    private static async Task<SortedSet<(string Assembly, string Type)>> NeededAsync()
    {
        using var scratch = new Scratch();
        using var cloud = new FakeRenewalCall(TimeProvider.System, TimeSpan.FromDays(100));
        var directory = new IdentityDirectory(scratch.Path);
        DataDirectory.Claim(scratch.Path);
        directory.Save(new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), TimeProvider.System.GetUtcNow()), cloud.Issue(["hz-1"]), cloud.Issue(["hz-1"]), [], [cloud.Authority], [cloud.Authority]));
        var (logs, command) = (new LogArguments(), new RootCommand());
        logs.AddTo(command);
        var access = PodAccess.Decide([new IPEndPoint(IPAddress.Loopback, 0)], [], []);
        await using var app = EdgeApplication.Build(new EdgeRun(scratch.Path, directory.Load(), access, logging => logs.Configure(logging, command.Parse("--log-level none"), () => true))
        {
            SecretsKey = await SecretsKeySource.Auto.ReadAsync(scratch.Path, TestContext.Current.CancellationToken),
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        var needed = new SortedSet<(string, string)>();
        foreach (var site in CallSites(app.Services))
        {
            foreach (var member in (string[])["ServiceType", "ImplementationType"])
            {
                if (site.GetType().GetProperty(member, Inside)?.GetValue(site) is Type { IsConstructedGenericType: true } type) needed.Add((AssemblyOf(type), NameOf(type)));
            }
        }
        await app.StopAsync(TestContext.Current.CancellationToken);
        Assert.NotEmpty(needed);
        return needed;
    }

    /// <summary>What the container has put together so far; it does not say so by itself.</summary>
    private static IEnumerable<object> CallSites(IServiceProvider services)
    {
        object? At(object from, string name) => from.GetType().GetProperty(name, Inside)?.GetValue(from) ?? from.GetType().GetField(name, Inside)?.GetValue(from);
        var root = At(services, "RootProvider") ?? services;
        var cache = At(At(root, "CallSiteFactory")!, "_callSiteCache");
        return ((IEnumerable)cache!).Cast<object>().Select(entry => At(entry, "Value")).OfType<object>();
    }

    private static string AssemblyOf(Type type) => type.Assembly.GetName().Name!;

    private static string NameOf(Type type) =>
        type.IsArray ? NameOf(type.GetElementType()!) + "[]"
        : !type.IsConstructedGenericType ? type.FullName!
        : $"{type.GetGenericTypeDefinition().FullName}[[{string.Join("],[", type.GetGenericArguments().Select(argument => $"{NameOf(argument)}, {AssemblyOf(argument)}"))}]]";

    private static void Write(string file, SortedSet<(string Assembly, string Type)> needed) => new XDocument(
        new XComment($" What {nameof(PrecompiledTests)} found that a start needs, and writes. "),
        new XElement(Directives + "Directives", new XElement(Directives + "Application", needed.GroupBy(type => type.Assembly).Select(group => new XElement(
            Directives + "Assembly", new XAttribute("Name", group.Key),
            group.Select(type => new XElement(Directives + "Type", new XAttribute("Name", type.Type), new XAttribute("Dynamic", "Required All")))))))).Save(file);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KubeEdge.EdgeMesh.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in the project.");
    }
}
