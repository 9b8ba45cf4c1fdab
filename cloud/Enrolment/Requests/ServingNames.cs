using System.Net;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;

/// <summary>Under which names a node may serve: those of the Kubernetes API, its own, and loopback. Never those of another node or the cloud.</summary>
internal sealed class ServingNames(NodeDirectory nodes, IOptions<EnrolmentOptions> options)
{
    private const string Localhost = "localhost";
    private static readonly IPAddress[] _loopback = [IPAddress.Loopback, IPAddress.IPv6Loopback];
    private readonly EnrolmentOptions _options = options.Value;

    /// <summary>
    /// For a join, what goes into the certificate: what was asked for, and what only the cluster knows (the node's addresses, the kubernetes
    /// Service's).
    /// </summary>
    /// <exception cref="SigningRequestException">A name was asked for that is not the node's.</exception>
    public async Task<(IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses)> DecideAsync(
        SigningRequest request, NodeAddresses node, CancellationToken cancellationToken)
    {
        var (names, addresses) = await FindOwnAsync(node, cancellationToken);
        // What the node may have, but gets only if it asks.
        Refuse([
            .. request.Names.Where(name => !names.Contains(name) && name != Localhost),
            .. request.Addresses.Where(address => !addresses.Contains(address) && !IsAllowed(address) && !_loopback.Contains(address)).Select(address => address.ToString())]);
        return ([.. names.Union(request.Names).Order(StringComparer.Ordinal)], [.. addresses.Union(request.Addresses)]);
    }

    /// <summary>For a renewal, what the certificate has to say: all of the node's names, loopback, and where its pods reach the MetaServer.</summary>
    /// <exception cref="SigningRequestException">An address was named that is not the node's.</exception>
    public async Task<(IReadOnlyList<string> Names, IReadOnlyList<IPAddress> Addresses)> DecideAsync(
        IReadOnlyList<IPAddress> forPods, NodeAddresses node, CancellationToken cancellationToken)
    {
        var (names, addresses) = await FindOwnAsync(node, cancellationToken);
        Refuse([.. forPods.Where(address => !addresses.Contains(address) && !IsAllowed(address)).Select(address => address.ToString())]);
        return ([.. names.Append(Localhost).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], [.. addresses.Union(_loopback).Union(forPods)]);
    }

    private async Task<(HashSet<string> Names, HashSet<IPAddress> Addresses)> FindOwnAsync(NodeAddresses node, CancellationToken cancellationToken)
    {
        string[] known = ["kubernetes", "kubernetes.default", "kubernetes.default.svc", $"kubernetes.default.svc.{_options.ClusterDomain}"];
        var service = await nodes.FindKubernetesServiceAsync(cancellationToken);
        return (known.Concat(node.Names).ToHashSet(StringComparer.Ordinal), service.Concat(node.Addresses).ToHashSet());
    }

    private bool IsAllowed(IPAddress address) => _options.MetaServerAddresses.Any(allowed => IPAddress.Parse(allowed).Equals(address));

    private static void Refuse(IReadOnlyCollection<string> strangers)
    {
        if (strangers.Count == 0) return;
        throw new SigningRequestException($"it asks to serve as {string.Join(", ", strangers)}, which the cluster does not know as this node's " +
            "(a virtual address other than the usual one is allowed by 'edgemesh-cloud run --metaserver-address')");
    }
}
