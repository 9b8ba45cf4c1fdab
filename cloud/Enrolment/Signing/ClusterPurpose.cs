namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>What the cluster is asked to sign for.</summary>
/// <param name="Name">Stands in the names of the requests.</param>
/// <param name="SignerName">Which of the cluster's signers.</param>
/// <param name="Usages">Exactly what the certificate is to be good for.</param>
/// <param name="Reason">Why we approve, as a condition says it.</param>
/// <param name="Message">The same, for a person.</param>
internal sealed record ClusterPurpose(string Name, string SignerName, IReadOnlyList<string> Usages, string Reason, string Message)
{
    public static ClusterPurpose Serving { get; } = new(
        "serving", "kubernetes.io/kubelet-serving", ["digital signature", "server auth"], "EdgeMeshServing", "The node has joined EdgeMesh, and the request holds only what the cluster knows as its own.");

    public static ClusterPurpose Node { get; } = new(
        "node", "kubernetes.io/kube-apiserver-client-kubelet", ["digital signature", "client auth"], "EdgeMeshNode", "The node joins EdgeMesh or has joined, and the request holds its name and nothing else.");
}
