using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Handlers;

/// <summary>What a GET allocates, which is no noise: authenticated by a token, authorised by a role, read from the disk.</summary>
public sealed class GetCostTests : IAsyncLifetime
{
    private const int Gets = 200;
    private const int ObjectBytes = 4096;

    /// <summary>The object itself, and about as much for the request, its context and its headers.</summary>
    private const int Most = 3 * ObjectBytes;

    private EdgeServer _edge = null!;

    public async ValueTask InitializeAsync() => _edge = await EdgeServer.StartAsync();

    public ValueTask DisposeAsync() => _edge.DisposeAsync();

    [Fact]
    public void Get_OfWhatIsHeld_AllocatesLittleBesidesTheObject()
    {
        _edge.Grant();
        _edge.Store.Put(Objects.Pods, "shop/a", $"\"spec\":\"{new string('x', ObjectBytes)}\"");
        _edge.Store.Complete(Objects.Pods.Resource);
        var pipeline = _edge.Service<RequestPipeline>();
        Get(pipeline);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Gets; i++) Get(pipeline);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Gets;
        TestContext.Current.SendDiagnosticMessage("{0} bytes a GET", each);
        Assert.InRange(each, ObjectBytes, Most + ContextBytes());
    }

    private void Get(RequestPipeline pipeline)
    {
        var context = Context();
        var answer = pipeline.HandleAsync(context);
        Assert.True(answer.IsCompletedSuccessfully);
        Assert.Equal((200, true), (context.Response.StatusCode, context.Response.ContentLength > ObjectBytes));
    }

    /// <summary>What the test's own stand-in for a request costs; Kestrel uses its own again and again.</summary>
    private long ContextBytes()
    {
        Context();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Context();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private DefaultHttpContext Context()
    {
        var context = new DefaultHttpContext();
        context.Request.Method = "GET";
        context.Request.Path = "/api/v1/namespaces/shop/pods/a";
        context.Request.QueryString = new QueryString("?resourceVersion=0");
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/api/v1/namespaces/shop/pods/a?resourceVersion=0";
        context.Request.Headers.Authorization = $"Bearer {_edge.Token}";
        return context;
    }
}
