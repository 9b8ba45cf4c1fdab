using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>
/// A MetaServer with a Secret. Its caller, shop/till, may read pods and ConfigMaps in shop, discovery, and nothing else. The cluster behind knows no
/// credential of its own accord, and counts what reaches it.
/// </summary>
public abstract class AttackedEdge : IAsyncLifetime
{
    /// <summary>What must never come out.</summary>
    protected const string Treasure = "dHJlYXN1cmU=";

    private const string Rules = """
        [{"verbs":["get","list","watch"],"apiGroups":[""],"resources":["pods","configmaps"]},{"verbs":["get"],"nonResourceURLs":["/api","/api/*","/apis","/apis/*","/version"]}]
        """;

    private int _passed;

    private protected EdgeServer Edge { get; private set; } = null!;

    /// <summary>How many requests have reached the cluster, questions about credentials left out.</summary>
    protected int Passed => Volatile.Read(ref _passed);

    /// <summary>What the cluster saw last.</summary>
    protected IHeaderDictionary? Seen { get; private set; }

    protected static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public virtual async ValueTask InitializeAsync()
    {
        Edge = await EdgeServer.StartAsync(context =>
        {
            if (context.Request.Path == "/apis/authentication.k8s.io/v1/selfsubjectreviews")
            {
                context.Response.StatusCode = 401;
                return Task.CompletedTask;
            }
            Interlocked.Increment(ref _passed);
            Seen = new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase));
            return AnswerAsync(context);
        });
        Edge.Store.PutDocument("/version", """{"major":"1"}""");
        Edge.Grant(Rules);
        Edge.Store.Put(Objects.ServiceAccounts, "shop/till", uid: "u1");
        Edge.Store.Put(Objects.Secrets, "shop/safe", $$""" "data":{"key":"{{Treasure}}"} """);
        Edge.Store.Put(Objects.Pods, "shop/a", """ "spec":{"nodeName":"n1"} """, uid: "p1");
        Edge.Store.Complete(Objects.Secrets.Resource);
        Edge.Store.Complete(Objects.Pods.Resource);
        Edge.Store.Complete(Objects.ServiceAccounts.Resource, CollectionScope.Node);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await Edge.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>What the cluster says to what reaches it.</summary>
    protected virtual Task AnswerAsync(HttpContext context) => context.Response.WriteAsync("cloud");

    /// <summary>The status of a request with a token.</summary>
    protected async Task<int> AskAsync(string token, string path = "/api/v1/namespaces/shop/pods/a?resourceVersion=0")
    {
        using var http = Edge.Client();
        using var response = await http.AskAsync(path, headers: ("Authorization", $"Bearer {token}"));
        Assert.DoesNotContain(Treasure, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        return (int)response.StatusCode;
    }
}
