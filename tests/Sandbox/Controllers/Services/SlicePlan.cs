using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Services;

/// <summary>Which endpoint goes into which slice.</summary>
/// <param name="Slices">What each slice is to hold; null for one to be made.</param>
/// <param name="Surplus">The slices that nothing is left for.</param>
internal sealed record SlicePlan(IReadOnlyList<(JsonObject? Slice, JsonArray Ports, JsonArray Endpoints)> Slices, IReadOnlyList<JsonObject> Surplus)
{
    /// <summary>
    /// An endpoint stays where it is; a new one goes where there is room, else into a new slice. Endpoints with different ports do not share a
    /// slice. A Service without any endpoint keeps one empty slice.
    /// </summary>
    public static SlicePlan For(IReadOnlyList<JsonObject> slices, IReadOnlyList<(JsonArray Ports, JsonObject Endpoint)> wanted, int max)
    {
        var filled = new List<(JsonObject? Slice, JsonArray Ports, JsonArray Endpoints)>();
        var used = new HashSet<JsonObject>();
        foreach (var group in wanted.GroupBy(entry => entry.Ports.ToJsonString(), StringComparer.Ordinal))
        {
            var left = group.ToDictionary(entry => Endpoint.UidOf(entry.Endpoint), entry => entry.Endpoint);
            var ports = group.First().Ports;
            foreach (var slice in slices.Where(slice => JsonNode.DeepEquals(slice["ports"], ports)))
            {
                var stay = new JsonArray();
                foreach (var uid in slice.Objs("endpoints").Select(Endpoint.UidOf))
                {
                    if (left.Remove(uid, out var endpoint))
                        stay.Add(endpoint);
                }

                if (stay.Count > 0 && used.Add(slice))
                    filled.Add((slice, (JsonArray)ports.DeepClone(), stay));
            }

            Place(filled, slices.Where(slice => !used.Contains(slice)).ToList(), used, ports, [.. left.Values], max);
        }

        if (filled.Count == 0)
            filled.Add((slices.Count > 0 ? slices[0] : null, [], []));
        return new SlicePlan(filled, [.. slices.Where(slice => filled.All(entry => entry.Slice != slice))]);
    }

    private static void Place(
        List<(JsonObject? Slice, JsonArray Ports, JsonArray Endpoints)> filled, List<JsonObject> spare, HashSet<JsonObject> used,
        JsonArray ports, List<JsonObject> endpoints, int max)
    {
        foreach (var endpoint in endpoints)
        {
            var room = filled.Find(entry => entry.Endpoints.Count < max && JsonNode.DeepEquals(entry.Ports, ports));
            if (room.Endpoints is null)
            {
                var slice = spare.Find(used.Add);
                room = (slice, (JsonArray)ports.DeepClone(), []);
                filled.Add(room);
            }

            room.Endpoints.Add(endpoint);
        }
    }
}
