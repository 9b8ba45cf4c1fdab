using System.Buffers;
using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Properties;

/// <summary>What runs once for every object and watcher allocates what it returns and nothing else.</summary>
public class AllocationTests
{
    private const int Rounds = 1000;
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private static readonly byte[] Pod = Encoding.UTF8.GetBytes(
        """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web-1","namespace":"default","uid":"8d5b","resourceVersion":"123","labels":{"app":"web","tier":"front"}},"spec":{"nodeName":"hz-1","containers":["""
        + string.Join(',', Enumerable.Repeat("""{"name":"c","image":"registry.example.com/image:1"}""", 80)) + "]}}");

    [Fact]
    public void LabelSelectorMatches_Object_AllocatesNothing()
    {
        var selector = LabelSelector.Parse("app in (web,db),tier!=back,!canary,weight");
        Assert.Equal(0, BytesPerRound(() => selector.Matches(Pod)));
    }

    [Fact]
    public void FieldSelectorMatches_Object_AllocatesNothing()
    {
        var selector = FieldSelector.Parse("spec.nodeName=hz-1,status.phase!=Failed");
        Assert.Equal(0, BytesPerRound(() => selector.Matches(Pod, Pods)));
    }

    [Fact]
    public void RawObjectParse_Object_AllocatesItsFactsOnly() =>
        Assert.InRange(BytesPerRound(() => RawObjectReader.Parse(Pod)), 1, 220);

    [Fact]
    public void WatchFrameEncode_Object_AllocatesTheFrameOnly() =>
        Assert.InRange(BytesPerRound(() => WatchFrame.Encode(WatchEventType.Added, Pod)), Pod.Length, Pod.Length + 80);

    [Fact]
    public void WatchFrameReader_WholeFrame_AllocatesNothing()
    {
        var reader = new WatchFrameReader();
        var stream = new ReadOnlySequence<byte>(WatchFrame.Encode(WatchEventType.Added, Pod));
        Assert.Equal(0, BytesPerRound(() =>
        {
            var buffer = stream;
            return reader.TryRead(ref buffer, out _);
        }));
    }

    private static long BytesPerRound<T>(Func<T> action)
    {
        var last = default(T);
        for (var i = 0; i < 100; i++) last = action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Rounds; i++) last = action();
        var used = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(last);
        return used / Rounds;
    }
}
