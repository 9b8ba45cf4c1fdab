using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Faults;

/// <summary>The watches that are open, so that a test can cut them.</summary>
internal sealed class OpenWatches
{
    private readonly ConcurrentDictionary<HttpContext, bool> _open = new(ReferenceEqualityComparer.Instance);

    /// <summary>Goes around each request.</summary>
    public async Task TrackAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Query.ContainsKey("watch"))
        {
            await next(context);
            return;
        }
        _open[context] = true;
        try
        {
            await next(context);
        }
        finally
        {
            _open.TryRemove(context, out _);
        }
    }

    /// <summary>Cuts the connections of all of them, without a word.</summary>
    public int Drop()
    {
        var dropped = 0;
        foreach (var context in _open.Keys)
        {
            context.Abort();
            dropped++;
        }
        return dropped;
    }
}
