using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Renewal;

/// <summary>What a node's certificates have to say, and those that it asked for.</summary>
/// <param name="Names">The DNS names of the serving certificate.</param>
/// <param name="Addresses">The addresses of the serving certificate.</param>
/// <param name="Outdated">The one in use differs from that.</param>
/// <param name="Serving">The new one and its chain; empty where none was asked for.</param>
/// <param name="Client">The new one, DER; empty where none was asked for.</param>
/// <param name="Authorities">Whom programs on the node trust that speak to its MetaServer.</param>
/// <param name="CloudAuthorities">Whom the node trusts the cloud by.</param>
/// <param name="ClientOutdated">The client certificate that was shown comes from a CA that would not sign it now.</param>
internal sealed record RenewalAnswer(
    IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses, bool Outdated, X509Certificate2Collection Serving, byte[] Client,
    X509Certificate2Collection Authorities, X509Certificate2Collection CloudAuthorities, bool ClientOutdated);
