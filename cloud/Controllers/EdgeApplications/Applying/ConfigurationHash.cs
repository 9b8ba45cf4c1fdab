using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// What an applied configuration is told by. It stands on the object as an annotation: a field that the configuration does not state any more
/// differs nowhere from what is live, and yet has to be given up.
/// </summary>
internal static class ConfigurationHash
{
    private const int Bytes = 16;

    /// <summary>32 hexadecimal digits. The order in which members are written does not count, that of items does.</summary>
    public static string Of(JsonNode configuration) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonTree.Write(Sorted(configuration))).AsSpan(0, Bytes));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members
            .OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
