namespace KubeEdge.EdgeMesh.Cloud.Enrolment;

/// <summary>
/// Who signs the client certificates by which nodes are known. Those of the other signer go on counting as long as a node's record names them, so the choice
/// can be changed while edges are connected.
/// </summary>
public enum NodeSigner
{
    /// <summary>The cloud's CA: such a certificate says who somebody is to the cloud, and to nobody else.</summary>
    Own,

    /// <summary>
    /// The cluster's own signer <c>kubernetes.io/kube-apiserver-client-kubelet</c>: whoever holds such a certificate is that node at the API server too, directly,
    /// and goes on being it after he was revoked here. The cloud needs the rights of <c>cloud/deploy/edgemesh-cloud-node-signer.yaml</c>.
    /// </summary>
    Cluster,
}
