using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.Host.Status;

/// <summary>Counts the watches that are open, by path; those that pass through to the cloud are among them.</summary>
internal sealed class OpenWatches
{
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, int>> Counts() =>
        [.. _counts.Where(entry => entry.Value > 0).OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    public async Task CountAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        _counts.AddOrUpdate(path, 1, static (_, count) => count + 1);
        try
        {
            await next(context);
        }
        finally
        {
            // A path that nobody watches any more takes no room.
            if (_counts.AddOrUpdate(path, 0, static (_, count) => count - 1) == 0)
                _counts.TryRemove(KeyValuePair.Create(path, 0));
        }
    }
}
