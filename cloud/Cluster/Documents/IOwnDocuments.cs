namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>What the cloud itself has to say to every node, as documents beside those of the API server.</summary>
public interface IOwnDocuments
{
    /// <summary>Plain text by its name. A name begins with no slash, so that no edge serves it as the API server's.</summary>
    IReadOnlyDictionary<string, string> All { get; }

    /// <summary>Raised when something is another than before.</summary>
    event Action? Changed;
}
