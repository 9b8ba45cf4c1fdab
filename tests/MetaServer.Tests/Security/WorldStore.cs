using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.MetaServer;
using KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Security;

/// <summary>What one node would hold of a world, and how it decides.</summary>
internal sealed class WorldStore : IDisposable
{
    private static readonly GroupVersionResource s_pods = new("", "v1", "pods");
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edgemesh-world-");
    private readonly ObjectStore _store;
    private readonly RbacAuthorizer _rbac;
    private readonly ConcurrentDictionary<string, EdgeAuthorizer> _nodes = new();

    /// <param name="objects">By the plural names of their collections.</param>
    public WorldStore(IEnumerable<(string Resource, JsonObject Value)> objects)
    {
        _store = ObjectStore.Open(new StoreOptions { DataDirectory = _directory.FullName }, TimeProvider.System, NullLogger.Instance);
        _store.Transact(transaction =>
        {
            foreach (var (resource, value) in objects)
            {
                var at = transaction.NextRevision();
                var metadata = value["metadata"]!;
                metadata["resourceVersion"] = $"{at}";
                transaction.Put(
                    CollectionOf(resource), new ObjectKey((string?)metadata["namespace"] ?? "", (string)metadata["name"]!), Encoding.UTF8.GetBytes(value.ToJsonString()), at);
            }
            return 0;
        });
        foreach (var resource in (string[])["roles", "rolebindings", "clusterroles", "clusterrolebindings"]) _store.Complete(CollectionOf(resource));
        _store.Complete(s_pods, CollectionScope.Node);
        _store.Disconnected("by the test");
        _rbac = new RbacAuthorizer(_store, _store);
    }

    /// <summary>What the node says whose kubelet asks, or any other node for any other user.</summary>
    public AuthorizationDecision Decide(RbacQuestion question)
    {
        const string prefix = "system:node:";
        var node = question.User.StartsWith(prefix, StringComparison.Ordinal) ? question.User[prefix.Length..] : "other";
        return _nodes.GetOrAdd(node, Of).Authorize(question.Subject, question.Request);
    }

    private EdgeAuthorizer Of(string node)
    {
        var options = Options.Create(new EdgeMetaServerOptions { NodeName = node });
        return new EdgeAuthorizer(_rbac, new NodeAuthorizer(_store, _store, options), _store, options);
    }

    public void Dispose()
    {
        _store.Dispose();
        _directory.Delete(recursive: true);
    }

    private static GroupVersionResource CollectionOf(string resource) => resource == "pods" ? s_pods : new GroupVersionResource(RbacWorld.Group, "v1", resource);
}
