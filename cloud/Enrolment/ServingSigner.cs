namespace KubeEdge.EdgeMesh.Cloud.Enrolment;

/// <summary>Who signs the certificates that MetaServers serve with.</summary>
public enum ServingSigner
{
    /// <summary>
    /// The cluster's own signer <c>kubernetes.io/kubelet-serving</c> where it is at hand and its CA is the pods', else the cloud's CA. Both
    /// are trusted by pods at the edge, whoever gives them their <c>kube-root-ca.crt</c>.
    /// </summary>
    Auto,

    /// <summary>The cluster's signer alone: nothing is appended to <c>kube-root-ca.crt</c>, and without the signer nothing is renewed.</summary>
    Cluster,

    /// <summary>
    /// The cloud's CA alone. It is the tightest: a MetaServer's certificate is worth nothing to pods elsewhere in the cluster, and the cloud
    /// needs no right to approve. But kubelets must read <c>kube-root-ca.crt</c> from their MetaServer.
    /// </summary>
    Own,
}
