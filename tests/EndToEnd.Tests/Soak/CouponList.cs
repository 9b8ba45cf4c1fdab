using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Many coupons.</summary>
internal sealed class CouponList : IKubernetesObject<V1ListMeta>, IItems<Coupon>
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [JsonPropertyName("metadata")]
    public V1ListMeta Metadata { get; set; } = new();

    [JsonPropertyName("items")]
    public IList<Coupon> Items { get; set; } = [];
}
