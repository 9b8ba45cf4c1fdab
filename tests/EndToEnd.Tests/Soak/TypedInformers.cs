using System.Text.Json;
using k8s;
using k8s.Models;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>The C# client's call for each collection.</summary>
internal static class TypedInformers
{
    public static Informer Follow(IKubernetes client, Followed what, string node, int seed)
    {
        var (labels, fields) = (what.Labels.Length == 0 ? null : what.Labels, what.Fields.Length == 0 ? null : what.Fields);
        var (core, discovery, custom) = (client.CoreV1, client.DiscoveryV1, client.CustomObjects);
        return what.Path switch
        {
            Followed.Pods => new TypedInformer<V1Pod>(what, node, seed, new(
                async token => Read(await core.ListPodForAllNamespacesAsync(labelSelector: labels, fieldSelector: fields, resourceVersion: "0", cancellationToken: token)),
                (from, seconds, failed, token) => core.WatchListPodForAllNamespacesAsync(true, labelSelector: labels, fieldSelector: fields, resourceVersion: from, timeoutSeconds: seconds, onError: failed, cancellationToken: token))),
            Followed.ConfigMaps => new TypedInformer<V1ConfigMap>(what, node, seed, new(
                async token => Read(await core.ListConfigMapForAllNamespacesAsync(labelSelector: labels, fieldSelector: fields, resourceVersion: "0", cancellationToken: token)),
                (from, seconds, failed, token) => core.WatchListConfigMapForAllNamespacesAsync(true, labelSelector: labels, fieldSelector: fields, resourceVersion: from, timeoutSeconds: seconds, onError: failed, cancellationToken: token))),
            Followed.Nodes => new TypedInformer<V1Node>(what, node, seed, new(
                async token => Read(await core.ListNodeAsync(labelSelector: labels, fieldSelector: fields, resourceVersion: "0", cancellationToken: token)),
                (from, seconds, failed, token) => core.WatchListNodeAsync(true, labelSelector: labels, fieldSelector: fields, resourceVersion: from, timeoutSeconds: seconds, onError: failed, cancellationToken: token))),
            Followed.Services => new TypedInformer<V1Service>(what, node, seed, new(
                async token => Read(await core.ListServiceForAllNamespacesAsync(labelSelector: labels, fieldSelector: fields, resourceVersion: "0", cancellationToken: token)),
                (from, seconds, failed, token) => core.WatchListServiceForAllNamespacesAsync(true, labelSelector: labels, fieldSelector: fields, resourceVersion: from, timeoutSeconds: seconds, onError: failed, cancellationToken: token))),
            Followed.Slices => new TypedInformer<V1EndpointSlice>(what, node, seed, new(
                async token => Read(await discovery.ListEndpointSliceForAllNamespacesAsync(labelSelector: labels, fieldSelector: fields, resourceVersion: "0", cancellationToken: token)),
                (from, seconds, failed, token) => discovery.WatchListEndpointSliceForAllNamespacesAsync(true, labelSelector: labels, fieldSelector: fields, resourceVersion: from, timeoutSeconds: seconds, onError: failed, cancellationToken: token))),
            Followed.Coupons => new TypedInformer<Coupon>(what, node, seed, new(
                async token => Read(await custom.ListClusterCustomObjectAsync<CouponList>("shop.example", "v1", "coupons", labelSelector: labels, fieldSelector: fields, resourceVersion: "0", cancellationToken: token)),
                (from, seconds, failed, token) => custom.WatchListClusterCustomObjectAsync(
                    "shop.example", "v1", "coupons", true, labelSelector: labels, fieldSelector: fields, resourceVersion: from, timeoutSeconds: seconds, onError: failed, cancellationToken: token)
                    .Select(change => (change.Item1, KubernetesJson.Deserialize<Coupon>(((JsonElement)change.Item2).GetRawText()))))),
            _ => throw new ArgumentException($"{what.Path} has no call here.", nameof(what)),
        };
    }

    private static (string Version, IEnumerable<T> Items) Read<T>(IItems<T> list) => (((IMetadata<V1ListMeta>)list).Metadata.ResourceVersion, list.Items);
}
