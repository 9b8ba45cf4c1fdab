namespace KubeEdge.EdgeMesh.Cloud.Enrolment;

/// <summary>Who may become a node, and what its certificates say.</summary>
public sealed class EnrolmentOptions
{
    /// <summary>The namespace of the cloud, which holds the CA's Secret (<c>--namespace</c>). Made where it does not exist.</summary>
    public string Namespace { get; set; } = "edgemesh-system";

    /// <summary>The Secret of type kubernetes.io/tls that holds the CA and its key. Made by whichever replica comes first.</summary>
    public string AuthoritySecret { get; set; } = "edgemesh-ca";

    /// <summary>
    /// The names and addresses under which edges reach the cloud (<c>--advertise</c>). Its certificate carries them besides the host's
    /// name, localhost and the loopback addresses.
    /// </summary>
    public IList<string> AdvertisedNames { get; } = [];

    /// <summary>How long a CA lasts; at least a year.</summary>
    public TimeSpan AuthorityLifetime { get; set; } = TimeSpan.FromDays(3650);

    /// <summary>How long a node's certificates last (<c>--node-certificate-days</c>); at least an hour. A signer of the cluster may make it less.</summary>
    public TimeSpan NodeCertificateLifetime { get; set; } = TimeSpan.FromDays(365);

    /// <summary>How long the cloud's own certificate lasts; a new one is made after two thirds of it. At least an hour.</summary>
    public TimeSpan ServingCertificateLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>The cluster's DNS domain (<c>--cluster-domain</c>): a MetaServer is also <c>kubernetes.default.svc.&lt;domain&gt;</c>.</summary>
    public string ClusterDomain { get; set; } = "cluster.local";

    /// <summary>
    /// The virtual addresses that MetaServers may serve on besides loopback and their nodes' own (<c>--metaserver-address</c> adds some). No
    /// node gets any other into its certificate.
    /// </summary>
    public IList<string> MetaServerAddresses { get; } = ["169.254.30.10"];

    /// <summary>Who signs the certificates of MetaServers once a node runs (<c>--serving-signer</c>); at the join the cloud's CA does.</summary>
    public ServingSigner ServingSigner { get; set; }

    /// <summary>Who signs the client certificates of nodes (<c>--node-signer</c>), at the join and when they are renewed.</summary>
    public NodeSigner NodeSigner { get; set; }

    /// <summary>How long the cluster's signer may take; more than zero.</summary>
    public TimeSpan ClusterSignerTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many wrong tokens one address may show in a minute before it is told to wait; 1 to 1,000. Guessing is hopeless anyway (82 bits):
    /// this keeps the guesses away from the API server.
    /// </summary>
    public int WrongTokensPerMinute { get; set; } = 10;

    /// <summary>How long the start waits for the API server before it gives up.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
