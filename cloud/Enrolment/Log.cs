using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment;

/// <summary>Events 2400 to 2499.</summary>
internal static partial class Log
{
    [LoggerMessage(2400, LogLevel.Information, "The CA {Hash} is loaded; it is valid until {Until:u}.")]
    public static partial void AuthorityLoaded(this ILogger log, string hash, DateTime until);

    [LoggerMessage(2401, LogLevel.Warning, "The CA cannot be loaded yet: {Problem}")]
    public static partial void AuthorityNotYetLoaded(this ILogger log, string problem);

    [LoggerMessage(2403, LogLevel.Information, "The CAs have changed: {Signing} signs for nodes, {Serving} for the cloud; {Count} are trusted.")]
    public static partial void AuthorityChanged(this ILogger log, string signing, string serving, int count);

    [LoggerMessage(2404, LogLevel.Error, "The Secret {Namespace}/{Name} holds no usable CA ({Problem}). What was loaded is used until the cloud ends: restore the Secret before that.")]
    public static partial void AuthorityDamaged(this ILogger log, string @namespace, string name, string problem);

    [LoggerMessage(2402, LogLevel.Information, "The cloud's certificate is made; it is valid until {Until:u} and will be renewed at {RenewAt:u}.")]
    public static partial void ServingCertificateMade(this ILogger log, DateTime until, DateTimeOffset renewAt);

    [LoggerMessage(2410, LogLevel.Information, "Node {Node} has joined with token {TokenId} from {Address}; its certificate is valid until {Until:u}.")]
    public static partial void Enrolled(this ILogger log, string node, string tokenId, string address, DateTime until);

    [LoggerMessage(2411, LogLevel.Warning, "Node {Node} may not join, from {Address}: {Reason}")]
    public static partial void Refused(this ILogger log, string node, string address, string reason);

    [LoggerMessage(2412, LogLevel.Error, "Node {Node} cannot join now, from {Address}: {Reason}")]
    public static partial void Failed(this ILogger log, string node, string address, string reason);

    [LoggerMessage(2420, LogLevel.Warning, "The client certificate {Subject} is refused: {Reason}")]
    public static partial void CertificateRefused(this ILogger log, string subject, string reason);

    [LoggerMessage(2425, LogLevel.Warning, "A client certificate does not count: {Reason}")]
    public static partial void CertificateDoesNotCount(this ILogger log, string reason);

    [LoggerMessage(2426, LogLevel.Error, "A client certificate can be neither taken nor refused: {Problem}")]
    public static partial void ProofNotAvailable(this ILogger log, string problem);

    [LoggerMessage(2428, LogLevel.Information, "The cluster believes client certificates of {Count} CAs: those of its signer count here where a node's record names them.")]
    public static partial void ClusterAuthoritiesKnown(this ILogger log, int count);

    [LoggerMessage(2429, LogLevel.Warning, "It is not known whose client certificates the cluster believes, so those of its signer do not count here: {Problem}")]
    public static partial void ClusterAuthoritiesNotKnown(this ILogger log, string problem);

    [LoggerMessage(2427, LogLevel.Warning, "Node {Node} is revoked: what it has open ends, and it is refused until it joins again.")]
    public static partial void Revoked(this ILogger log, string node);

    [LoggerMessage(2424, LogLevel.Information, "Node {Node} has a new serving certificate of {Issuer}, valid until {Until:u}.")]
    public static partial void ServingRenewed(this ILogger log, string node, string issuer, DateTime until);

    [LoggerMessage(2421, LogLevel.Information, "Node {Node} has a new client certificate, valid until {Until:u}.")]
    public static partial void ClientRenewed(this ILogger log, string node, DateTime until);

    [LoggerMessage(2422, LogLevel.Warning, "The cluster does not sign for MetaServers, our own CA does: {Reason}. Tried again after {Hours} h; pods trust our CA where their " +
        "kubelet reads kube-root-ca.crt from its MetaServer.")]
    public static partial void OwnAuthorityServes(this ILogger log, string reason, double hours);

    [LoggerMessage(2423, LogLevel.Warning, "The certificates of node {Node} are not renewed: {Reason}")]
    public static partial void RenewalRefused(this ILogger log, string node, string reason);
}
