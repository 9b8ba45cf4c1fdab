using System.Net;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Renewal;

/// <summary>What a node that has joined asks about its certificates; of it only the name is known to be true.</summary>
/// <param name="Node">Whose client certificate came with it.</param>
/// <param name="Shown">The fingerprint of that certificate.</param>
/// <param name="ShownAuthority">What it names its CA by.</param>
/// <param name="Current">The serving certificate in use, DER; empty for none.</param>
/// <param name="Addresses">Where its pods are to reach the MetaServer.</param>
/// <param name="ServingRequest">PKCS#10, DER; empty to ask only.</param>
/// <param name="ClientRequest">PKCS#10, DER; empty to ask only.</param>
internal sealed record RenewalRequest(
    string Node, string Shown, string ShownAuthority, ReadOnlyMemory<byte> Current, IReadOnlyList<IPAddress> Addresses, ReadOnlyMemory<byte> ServingRequest, ReadOnlyMemory<byte> ClientRequest);
