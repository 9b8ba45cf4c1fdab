using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>Puts objects into a store, as short as tests want to say them.</summary>
internal static class Objects
{
    public static readonly ApiResource Pods = new(new GroupVersionResource("", "v1", "pods"), "Pod", true);
    public static readonly ApiResource Nodes = new(new GroupVersionResource("", "v1", "nodes"), "Node", false);
    public static readonly ApiResource Namespaces = new(new GroupVersionResource("", "v1", "namespaces"), "Namespace", false);
    public static readonly ApiResource Secrets = new(new GroupVersionResource("", "v1", "secrets"), "Secret", true);
    public static readonly ApiResource ServiceAccounts = new(new GroupVersionResource("", "v1", "serviceaccounts"), "ServiceAccount", true);
    public static readonly ApiResource Deployments = new(new GroupVersionResource("apps", "v1", "deployments"), "Deployment", true);
    public static readonly ApiResource Tills = new(new GroupVersionResource("shop.example", "v1", "tills"), "Till", true);
    public static readonly GroupVersionResource Documents = new("edgemesh.kubeedge.io", "v1", "documents");

    /// <summary>Stores an object; <paramref name="more"/> is the rest of it as JSON members, for example <c>"spec":{"nodeName":"a"}</c>.</summary>
    public static long Put(
        this ObjectStore store, ApiResource resource, string key, string more = "", string labels = "", string uid = "", long? revision = null) =>
        store.Transact(t =>
        {
            var at = revision ?? t.NextRevision();
            return t.Put(resource.Resource, Key(key), Json(resource, key, at, more, labels, uid), at);
        });

    public static void Delete(this ObjectStore store, ApiResource resource, string key) =>
        store.Transact(t => t.Delete(resource.Resource, Key(key), t.NextRevision()));

    public static void Complete(this ObjectStore store, GroupVersionResource resource, CollectionScope scope = CollectionScope.All) =>
        store.Transact(t =>
        {
            t.MarkComplete(resource, scope, t.Revision);
            return 0;
        });

    /// <summary>Stores what the API server answered for a path.</summary>
    public static void PutDocument(this ObjectStore store, string path, string body, string contentType = "application/json", string etag = "", bool packed = false) =>
        store.Transact(t =>
        {
            var at = t.NextRevision();
            var json = new JsonObject
            {
                ["kind"] = "Document",
                ["apiVersion"] = "edgemesh.kubeedge.io/v1",
                ["metadata"] = new JsonObject { ["name"] = path, ["resourceVersion"] = $"{at}" },
                ["contentType"] = contentType,
                ["etag"] = etag,
                ["body"] = Convert.ToBase64String(packed ? Pack(Encoding.UTF8.GetBytes(body)) : Encoding.UTF8.GetBytes(body)),
            };
            if (packed) json["encoding"] = "gzip";
            return t.Put(Documents, new ObjectKey("", path), Encoding.UTF8.GetBytes(json.ToJsonString()), at);
        });

    public static void DropDocument(this ObjectStore store, string path) => store.Transact(t => t.Delete(Documents, new ObjectKey("", path), t.NextRevision()));

    private static byte[] Pack(byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(body);
        return packed.ToArray();
    }

    public static ObjectKey Key(string key) => key.Split('/') is [var ns, var name] ? new ObjectKey(ns, name) : new ObjectKey("", key);

    private static byte[] Json(ApiResource resource, string key, long revision, string more, string labels, string uid)
    {
        var (ns, name) = Key(key);
        var (kind, version) = ($"\"kind\":\"{resource.Kind}\"", $"\"apiVersion\":\"{resource.Resource.ApiVersion}\"");
        var type = resource.Resource.Group.Contains('.') ? $"{version},{kind}" : $"{kind},{version}";
        var metadata = $"\"name\":\"{name}\"" + (ns.Length > 0 ? $",\"namespace\":\"{ns}\"" : "") + (uid.Length > 0 ? $",\"uid\":\"{uid}\"" : "")
            + $",\"resourceVersion\":\"{revision}\",\"creationTimestamp\":\"2026-01-01T00:00:00Z\"" + (labels.Length > 0 ? $",\"labels\":{{{labels}}}" : "");
        return Encoding.UTF8.GetBytes($"{{{type},\"metadata\":{{{metadata}}}{(more.Length > 0 ? "," + more : "")}}}");
    }
}
