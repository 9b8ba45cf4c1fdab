using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>What a node holds.</summary>
internal interface IEdgeCopy : IDisposable
{
    /// <summary>What somebody on the node sees of the backends.</summary>
    IReadOnlyDictionary<ObjectIdentity, string> Seen { get; }

    /// <summary>What it says when it connects.</summary>
    IReadOnlyList<HeldCollection> Hello();

    /// <summary>Applies a message.</summary>
    /// <param name="batch">Its content.</param>
    /// <param name="revision">How far the cloud has come.</param>
    void Apply(OutboxBatch batch, long revision);

    /// <summary>Answers a question.</summary>
    IReadOnlyList<KeyValuePair<ObjectKey, ulong>> Inventory(InventoryQuestion question);

    /// <summary>Everything on the node starts again.</summary>
    void Restart();

    /// <summary>Readers on the node lose their connections and go on from where they were.</summary>
    void Reconnect();

    /// <summary>Compares what is held with what is seen, at some cost.</summary>
    void Audit();
}
