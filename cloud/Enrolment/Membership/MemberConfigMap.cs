using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>
/// A member as the cluster keeps it: a ConfigMap of the cloud's namespace, <c>edgemesh-node.&lt;name&gt;</c>. Not the Node itself, which the node may change.
/// There is nothing secret in it: fingerprints prove nothing.
/// </summary>
internal static class MemberConfigMap
{
    public const string NamePrefix = "edgemesh-node.";

    private const string Time = "yyyy-MM-ddTHH:mm:ssZ";

    public static string NameOf(string node) => NamePrefix + node;

    /// <param name="member">What to write.</param>
    /// <param name="ns">The cloud's namespace.</param>
    /// <param name="version">The resourceVersion that is to be replaced; null for a new one.</param>
    public static JsonObject Write(Member member, string ns, string? version)
    {
        var metadata = new JsonObject
        {
            ["name"] = NameOf(member.Node),
            ["namespace"] = ns,
            ["labels"] = new JsonObject { ["app.kubernetes.io/managed-by"] = "edgemesh" },
        };
        if (version is not null) metadata["resourceVersion"] = version;
        var data = new JsonObject
        {
            ["node"] = member.Node,
            ["joined"] = Text(member.Joined),
            ["token"] = member.TokenId,
            ["certificates"] = string.Concat(member.Certificates.Select(certificate => certificate + "\n")),
        };
        if (member.Revoked is { } revoked) data["revoked"] = Text(revoked);
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = metadata, ["data"] = data };
    }

    /// <summary>Null for what is no member. A line that cannot be read is no certificate that counts: closed, not open.</summary>
    public static Member? Read(JsonNode? map)
    {
        var data = map?["data"];
        if (Value(data?["node"]) is not { } node || Value(map?["metadata"]?["name"]) != NameOf(node)) return null;
        var revoked = Value(data?["revoked"]);
        var certificates = revoked is not null ? [] :
            (Value(data?["certificates"]) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(MemberCertificate.Parse).OfType<MemberCertificate>().ToArray();
        return new Member(node, Moment(Value(data?["joined"])) ?? default, Value(data?["token"]) ?? "", certificates, revoked is null ? null : Moment(revoked) ?? default(DateTimeOffset));
    }

    public static string? VersionOf(JsonNode? map) => Value(map?["metadata"]?["resourceVersion"]);

    private static string? Value(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString(Time, CultureInfo.InvariantCulture);

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParseExact(text, Time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;
}
