using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.Edge.Host.Renewal;

/// <summary>What the cloud says of this node's certificates.</summary>
/// <param name="Names">The DNS names that the serving certificate has to carry.</param>
/// <param name="Addresses">The addresses that it has to carry.</param>
/// <param name="Outdated">The one in use says something else, or would now be signed by another CA.</param>
/// <param name="Serving">The serving certificate that was asked for, and behind it its chain; empty where none was asked for.</param>
/// <param name="Client">The client certificate that was asked for.</param>
/// <param name="Authorities">Whom programs on this node trust that speak to the MetaServer.</param>
/// <param name="CloudAuthorities">Whom to trust the cloud by from now on; empty where it does not say.</param>
/// <param name="ClientOutdated">The client certificate comes from a CA that the cloud is about to give up.</param>
internal sealed record Advice(
    IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses, bool Outdated, X509Certificate2Collection Serving, X509Certificate2? Client,
    X509Certificate2Collection Authorities, X509Certificate2Collection CloudAuthorities, bool ClientOutdated);
