using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

/// <summary>Reads the cluster's answer to "who am I?".</summary>
internal static class SelfReview
{
    /// <summary>Null where it names nobody.</summary>
    public static UserIdentity? Read(ReadOnlyMemory<byte> review)
    {
        try
        {
            using var document = JsonDocument.Parse(review);
            var user = document.RootElement.GetProperty("status"u8).GetProperty("userInfo"u8);
            if (user.GetProperty("username"u8).GetString() is not { Length: > 0 } name) return null;
            var extra = new Dictionary<string, IReadOnlyList<string>>();
            if (user.TryGetProperty("extra"u8, out var more))
            {
                foreach (var entry in more.EnumerateObject()) extra[entry.Name] = Texts(entry.Value);
            }
            return new UserIdentity(name, user.TryGetProperty("groups"u8, out var groups) ? Texts(groups) : [])
            {
                Uid = user.TryGetProperty("uid"u8, out var uid) ? uid.GetString() ?? "" : "",
                Extra = extra,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(text => text.GetString() ?? "")];
}
