using System.Net;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;

/// <summary>Under which names a node may serve: those of the Kubernetes API, its own, and loopback. Never those of another node or the cloud.</summary>
internal sealed class ServingNames(NodeDirectory nodes, IOptions<EnrolmentOptions> options)
{
    private readonly EnrolmentOptions _options = options.Value;

    /// <summary>
    /// What goes into the certificate: what was asked for, and what only the cluster knows (the node's addresses, the kubernetes Service's).
    /// </summary>
    /// <exception cref="SigningRequestException">A name was asked for that is not the node's.</exception>
    public async Task<(IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses)> DecideAsync(
        SigningRequest request, NodeAddresses node, CancellationToken cancellationToken)
    {
        string[] known = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{_options.ClusterDomain}"];
        var names = known.Concat(node.Names).ToHashSet(StringComparer.Ordinal);
        var addresses = (await nodes.FindKubernetesServiceAsync(cancellationToken)).Concat(node.Addresses).ToHashSet();

        // What the node may have, but gets only if it asks.
        string[] namesOnDemand = ["localhost"];
        var addressesOnDemand = _options.MetaServerAddresses.Select(IPAddress.Parse).Append(IPAddress.Loopback).Append(IPAddress.IPv6Loopback).ToArray();

        var strangers = request.Names.Where(name => !names.Contains(name) && !namesOnDemand.Contains(name))
            .Concat(request.Addresses.Where(address => !addresses.Contains(address) && !addressesOnDemand.Contains(address)).Select(address => address.ToString()))
            .ToArray();
        if (strangers.Length > 0)
            throw new SigningRequestException($"it asks to serve as {string.Join(", ", strangers)}, which the cluster does not know as this node's");

        names.UnionWith(request.Names);
        addresses.UnionWith(request.Addresses);
        return ([.. names.Order(StringComparer.Ordinal)], [.. addresses]);
    }
}
