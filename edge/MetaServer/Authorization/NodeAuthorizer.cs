using KubeEdge.EdgeMesh.Edge.MetaServer.Resources;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>
/// The reads that Kubernetes' Node authoriser (kubernetes-api.md 5.6) lets a node do: its own Node, the pods bound to it, what these name,
/// and what every kubelet reads. Everything else that a kubelet may do is for the cluster to say.
/// </summary>
internal sealed class NodeAuthorizer
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");

    private readonly string _node;
    private readonly ICollections _collections;
    private readonly Derived<NodeGraph> _graph;
    private NodeGraph? _last;

    public NodeAuthorizer(IObjectReader reader, ICollections collections, IOptions<EdgeMetaServerOptions> options)
    {
        (_node, _collections) = (options.Value.NodeName, collections);
        // One at a time computes it.
        _graph = new Derived<NodeGraph>(reader, read => _last = NodeGraph.Read(read, _node, _last), Pods);
    }

    /// <summary>
    /// Allowed or denied for a read of what the rules tell apart by its relation to the node; <see cref="AuthorizationDecision.Unknown"/> for
    /// everything else, and until the node's pods are held.
    /// </summary>
    public AuthorizationDecision Authorize(RequestInfo request)
    {
        if (request is not { IsResourceRequest: true, Verb: "get" or "list" or "watch", Subresource.Length: 0 }) return AuthorizationDecision.Unknown;
        var isGet = request.Verb == "get";
        bool? allowed = (request.Resource.Group, request.Resource.Resource) switch
        {
            ("", "services") or ("storage.k8s.io", "csidrivers") or ("node.k8s.io", "runtimeclasses") => true,
            ("", "nodes") => request.Name == _node,
            ("", "pods") when !isGet => request.SelectedNode == _node || IsNamed(request),
            ("", "secrets" or "configmaps") => IsNamed(request),
            ("", "pods" or "persistentvolumeclaims" or "serviceaccounts") or ("resource.k8s.io", "resourceclaims") => isGet && IsNamed(request),
            _ => null,
        };
        return allowed switch
        {
            true => AuthorizationDecision.Allowed,
            false when HoldsPods => AuthorizationDecision.Denied,
            _ => AuthorizationDecision.Unknown,
        };
    }

    /// <summary>Why a read is denied, in the words of Kubernetes' Node authoriser.</summary>
    public string Explain(RequestInfo request) => (request.Resource.Resource, request.Verb) switch
    {
        ("nodes", _) => $"node '{_node}' cannot read {(request.Name.Length == 0 ? "all nodes" : $"'{request.Name}'")}, only its own Node object",
        ("pods", "list" or "watch") => "can only list/watch pods with spec.nodeName field selector",
        ("persistentvolumeclaims" or "resourceclaims", "list" or "watch") => "can only get individual resources of this type",
        ("serviceaccounts", "list" or "watch") => "can only create tokens for individual service accounts",
        ("secrets" or "configmaps", _) when request.Namespace.Length == 0 => "can only read namespaced object of this type",
        _ when request.Name.Length == 0 => "No Object name found",
        _ => $"no relationship found between node '{_node}' and this object",
    };

    private bool HoldsPods => _collections.Find(Pods)?.Complete is CollectionScope.Node or CollectionScope.All;

    private bool IsNamed(RequestInfo request) => request.Name.Length > 0 && request.Namespace.Length > 0 && _graph.Current.Relates(request);
}
