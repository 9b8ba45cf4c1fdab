namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Requests;

/// <summary>
/// How an edge tells the cloud's gateway that a request is one of the node's own components (its kubelet), who proved itself to the edge by
/// the node's client certificate and has no credential that could be handed on. The gateway then asks the cluster as the node that the
/// connection's certificate names, and as nobody else.
/// </summary>
public static class NodesOwnRequest
{
    /// <summary>How every header begins that edge and cloud have between them. They are taken off whatever comes from outside.</summary>
    public const string Prefix = "Edgemesh-";

    /// <summary>The header. It is taken off whatever comes from outside.</summary>
    public const string Header = "Edgemesh-Caller";

    /// <summary>Its only value.</summary>
    public const string Node = "node";
}
