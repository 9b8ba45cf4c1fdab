namespace KubeEdge.EdgeMesh.Architecture.Tests;

/// <summary>Who may know whom. C# forbids cycles only between projects, so every room is one.</summary>
public sealed class RoomTests
{
    /// <summary>The whole of what each room may refer to; tests may refer to anything.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["proto/ApiMachinery"] = [],
        ["proto/Wire"] = [],
        ["proto/Telemetry"] = [],
        ["cloud/Cluster"] = ["proto/ApiMachinery"],
        ["cloud/Controllers"] = ["proto/ApiMachinery", "cloud/Cluster"],
        ["cloud/Distribution"] = ["proto/ApiMachinery", "proto/Wire", "cloud/Cluster"],
        ["cloud/Enrolment"] = ["proto/ApiMachinery", "proto/Wire", "cloud/Cluster"],
        ["cloud/Gateway"] = ["proto/ApiMachinery", "cloud/Cluster"],
        ["cloud/Host"] = ["proto/ApiMachinery", "proto/Wire", "proto/Telemetry", "cloud/Cluster", "cloud/Controllers", "cloud/Distribution", "cloud/Enrolment", "cloud/Gateway"],
        ["edge/Store"] = ["proto/ApiMachinery"],
        ["edge/Sync"] = ["proto/ApiMachinery", "proto/Wire", "edge/Store"],
        ["edge/MetaServer"] = ["proto/ApiMachinery", "edge/Store"],
        ["edge/VirtualAddress"] = [],
        ["edge/Host"] = ["proto/ApiMachinery", "proto/Wire", "proto/Telemetry", "edge/Store", "edge/Sync", "edge/MetaServer", "edge/VirtualAddress"],
    };

    /// <summary>A package that is listed here may be used in these rooms only. Hosts and tests are free.</summary>
    private static readonly Dictionary<string, string[]> Homes = new()
    {
        ["KubernetesClient"] = ["cloud/Cluster", "cloud/Controllers"],
        ["Grpc.AspNetCore"] = ["cloud/Distribution", "cloud/Enrolment"],
        ["Grpc.Net.Client"] = ["edge/Sync"],
        ["Microsoft.Data.Sqlite"] = ["edge/Store"],
        ["Yarp.ReverseProxy"] = ["cloud/Gateway", "edge/MetaServer"],
        ["OpenTelemetry.Extensions.Hosting"] = ["proto/Telemetry"],
        ["OpenTelemetry.Exporter.Prometheus.AspNetCore"] = ["proto/Telemetry"],
        ["System.CommandLine"] = [],
    };

    public static TheoryData<string> Rooms => [.. Tree.Projects.Keys.Where(folder => !folder.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Rooms))]
    public void Room_References_OnlyWhatItMayKnow(string room)
    {
        Assert.True(Allowed.TryGetValue(room, out var allowed), $"{room} is a new room: say here whom it may know, and in its README why.");
        Assert.Empty(Tree.Projects[room].References.Except(allowed));
    }

    [Theory, MemberData(nameof(Rooms))]
    public void Room_Packages_AreAtHome(string room)
    {
        if (room.EndsWith("/Host", StringComparison.Ordinal)) return;
        var strangers = Tree.Projects[room].Packages.Where(package => Homes.TryGetValue(package, out var homes) && !homes.Contains(room));
        Assert.Empty(strangers);
    }

    [Fact]
    public void CloudAndEdge_NeverSeeEachOther()
    {
        var seen =
            from file in Tree.Files("*.cs")
            let other = file.StartsWith("cloud/", StringComparison.Ordinal) ? "KubeEdge.EdgeMesh.Edge"
                : file.StartsWith("edge/", StringComparison.Ordinal) ? "KubeEdge.EdgeMesh.Cloud" : null
            where other is not null && Tree.Read(file).Contains(other, StringComparison.Ordinal)
            select file;
        Assert.Empty(seen);
    }

    [Fact]
    public void ApiMachinery_UsesTheBaseLibraryOnly() => Assert.Empty(Tree.Projects["proto/ApiMachinery"].Packages);

    [Fact]
    public void Rooms_AllExist() => Assert.Empty(Allowed.Keys.Except(Tree.Projects.Keys));

    [Fact]
    public void Solution_HoldsEveryProject()
    {
        var solution = Tree.Read("KubeEdge.EdgeMesh.sln").Replace('\\', '/');
        Assert.Empty(Tree.Projects.Values.Where(project => !solution.Contains(project.File, StringComparison.Ordinal)).Select(project => project.File));
    }
}
