using KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>One connected node: which tables it sees, how far each collection has come, and what still has to be sent. Lives under the lock of the views.</summary>
internal sealed class Viewer(string node)
{
    public string Node { get; } = node;

    /// <summary>The group it is in; empty for none.</summary>
    public string Group { get; set; } = "";

    /// <summary>Where its pods reach the MetaServer; null for a daemon that does not say.</summary>
    public PodEndpoint? MetaServer { get; init; }

    public Outbox Outbox { get; } = new();

    public Dictionary<GroupVersionResource, ViewedCollection> Collections { get; } = [];

    /// <summary>Called, under the lock, when the node is deleted from the cluster.</summary>
    public required Action NodeGone { get; init; }

    /// <summary>What the node said that it holds, and no share of it claims: it waits for a decision, or is to be forgotten.</summary>
    public Dictionary<GroupVersionResource, HeldCollection> Unclaimed { get; } = [];
}
