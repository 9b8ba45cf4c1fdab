using System.Text.Json;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>A live object, by the fields that say how it does. What is absent reads as nothing.</summary>
internal readonly struct LiveObject(JsonElement root)
{
    public JsonElement Root => root;

    public JsonElement Spec => Member(root, "spec");

    public JsonElement Status => Member(root, "status");

    public long Generation => Number(Member(root, "metadata"), "generation") ?? 0;

    public bool IsBeingDeleted => Member(Member(root, "metadata"), "deletionTimestamp").ValueKind == JsonValueKind.String;

    /// <summary>Null where the kind's controller does not say, or has not seen the object yet.</summary>
    public long? ObservedGeneration => Number(Status, "observedGeneration");

    /// <summary>A condition of the status; null where it is absent.</summary>
    public Condition? Find(string type)
    {
        if (Member(Status, "conditions") is not { ValueKind: JsonValueKind.Array } conditions)
            return null;

        foreach (var condition in conditions.EnumerateArray())
        {
            if (Text(condition, "type") == type)
                return new Condition(Text(condition, "status"), Text(condition, "reason"), Text(condition, "message"));
        }

        return null;
    }

    public static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    public static JsonElement At(JsonElement root, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            root = Member(root, name);
        return root;
    }

    public static long? Number(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    public static string Text(JsonElement parent, string name) => Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    /// <summary>One entry of <c>status.conditions</c>.</summary>
    internal sealed record Condition(string Status, string Reason, string Message)
    {
        public bool IsTrue => Status == "True";

        /// <summary>What it says to a person.</summary>
        public string Words => Message.Length > 0 ? Message : Reason;
    }
}
