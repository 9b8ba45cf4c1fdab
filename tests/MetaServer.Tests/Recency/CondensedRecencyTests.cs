using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Recency;

/// <summary>The same beside a cloud that tells no more than what differs.</summary>
public sealed class CondensedRecencyTests() : RecencyTests(condenses: true)
{
    private const string Pods = "/api/v1/namespaces/shop/pods";

    [Fact]
    public async Task Recency_OfWhatIsHeldAsTheClusterHasIt_TellsNothing()
    {
        (string Name, long Version)[] pods = [.. Enumerable.Range(0, 300).Select(i => ($"pod-{i:000}", Edge.Store.Put(Objects.Pods, $"shop/pod-{i:000}")))];
        Edge.Store.Delete(Objects.Pods, "shop/a");
        Holds(Edge.Store.Revision, pods);
        Assert.Equal(300, (await Edge.Http.GetJsonAsync(Pods)).Names().Length);
        var told = Assert.Single(Told);
        Assert.Equal((0, 0), (told.Versions.Count, told.Told!.Count(is_ => is_)));
    }

    [Fact]
    public async Task Recency_OfManyWhereOneDiffers_TellsOfFewAndWaitsForIt()
    {
        var pods = Enumerable.Range(0, 300).ToDictionary(i => $"pod-{i:000}", i => Edge.Store.Put(Objects.Pods, $"shop/pod-{i:000}"));
        Edge.Store.Delete(Objects.Pods, "shop/a");
        var version = pods["pod-123"] = Edge.Store.Revision + 100;
        Holds(version, [.. pods.Select(pod => (pod.Key, pod.Value))]);
        var list = Edge.Http.GetJsonAsync(Pods);
        await Eventually.TrueAsync(() => !Told.IsEmpty);
        Assert.InRange(Told.First().Versions.Count, 1, 60);
        Assert.False(list.IsCompleted);
        Edge.Store.Put(Objects.Pods, "shop/pod-123", "\"spec\":{\"new\":true}", revision: version);
        Assert.True((bool?)(await list)["items"]![123]!["spec"]!["new"]);
    }

    /// <summary>The stream lags: it brings after the question what the cluster had made and deleted before its answer.</summary>
    [Fact]
    public async Task Recency_WhatComesAfterTheQuestionAndIsNoMore_IsWaitedFor()
    {
        var version = Edge.Store.Put(Objects.Pods, "shop/a");
        Answers(context =>
        {
            if (Told.IsEmpty) Edge.Store.Put(Objects.Pods, "shop/b", revision: version + 50);
            return context.Response.WriteAsync(List(version + 100, ("a", version)));
        });
        var list = Edge.Http.GetJsonAsync(Pods);
        await Eventually.TrueAsync(() => !Told.IsEmpty);
        Assert.Equal(0, Told.First().Versions.Count);
        Assert.False(list.IsCompleted);
        Edge.Store.Delete(Objects.Pods, "shop/b");
        Assert.Equal(["shop/a"], (await list).Names());
    }
}
