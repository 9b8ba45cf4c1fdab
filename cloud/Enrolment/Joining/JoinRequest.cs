using System.Net;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;

/// <summary>What somebody who wants to be a node says; nothing of it is to be trusted.</summary>
/// <param name="Token">The bootstrap part of the join token; null where it is malformed.</param>
/// <param name="Node">The name it wants.</param>
/// <param name="ClientRequest">PKCS#10, DER.</param>
/// <param name="ServingRequest">PKCS#10, DER.</param>
/// <param name="Address">Where the call comes from.</param>
/// <param name="Replace">Whether it wants the name even if somebody has it.</param>
internal sealed record JoinRequest(
    BootstrapToken? Token, string Node, ReadOnlyMemory<byte> ClientRequest, ReadOnlyMemory<byte> ServingRequest, IPAddress Address, bool Replace);
