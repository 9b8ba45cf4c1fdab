using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>One event of <see cref="IClusterClient.WatchAsync"/>.</summary>
/// <param name="Type">Added, Modified or Deleted; Bookmark for <see cref="Synced"/>.</param>
/// <param name="Value">The object after the change; for Deleted its last state. Empty for <see cref="Synced"/>.</param>
public sealed record ClusterEvent(WatchEventType Type, JsonObject Value)
{
    /// <summary>Everything that existed when the watch began has been delivered.</summary>
    public static ClusterEvent Synced { get; } = new(WatchEventType.Bookmark, []);
}
