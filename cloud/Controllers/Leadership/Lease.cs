using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

/// <summary>A Lease of <c>coordination.k8s.io/v1</c>. Fields that are not ours stay as they are.</summary>
internal sealed class Lease(JsonObject json)
{
    private const string MicroTime = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public JsonObject Json => json;

    /// <summary><c>metadata.resourceVersion</c>; null for one that is not made yet.</summary>
    public string? Version => (string?)json["metadata"]?["resourceVersion"];

    /// <summary>Who holds it; empty for nobody.</summary>
    public string Holder => (string?)json["spec"]?["holderIdentity"] ?? "";

    /// <summary>How long the holder asked for.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((int?)json["spec"]?["leaseDurationSeconds"] ?? 0);

    /// <summary>A Lease that is not made yet.</summary>
    public static Lease New(string ns, string name) => new(new JsonObject
    {
        ["apiVersion"] = "coordination.k8s.io/v1",
        ["kind"] = "Lease",
        ["metadata"] = new JsonObject { ["namespace"] = ns, ["name"] = name },
    });

    /// <summary>The same, held by <paramref name="holder"/> from <paramref name="now"/> on.</summary>
    public Lease HeldBy(string holder, TimeSpan duration, DateTimeOffset now)
    {
        var (next, spec) = Copy();
        if (Holder != holder)
        {
            if (Version is not null)
                spec["leaseTransitions"] = ((int?)spec["leaseTransitions"] ?? 0) + 1;
            spec["acquireTime"] = Format(now);
        }

        spec["holderIdentity"] = holder;
        spec["leaseDurationSeconds"] = (int)duration.TotalSeconds;
        spec["renewTime"] = Format(now);
        return new Lease(next);
    }

    /// <summary>The same, held by nobody.</summary>
    public Lease Released(DateTimeOffset now)
    {
        var (next, spec) = Copy();
        spec.Remove("holderIdentity");
        spec["leaseDurationSeconds"] = 1;
        spec["renewTime"] = Format(now);
        return new Lease(next);
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString(MicroTime, CultureInfo.InvariantCulture);

    private (JsonObject Json, JsonObject Spec) Copy()
    {
        var copy = json.DeepClone().AsObject();
        if (copy["spec"] is not JsonObject spec)
            copy["spec"] = spec = [];
        return (copy, spec);
    }
}
