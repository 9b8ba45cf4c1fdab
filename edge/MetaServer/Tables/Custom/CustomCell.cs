using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Custom;

/// <summary>One cell of a custom kind: what its path leads to, in the type that the definition gives the column; null where it does not fit.</summary>
internal sealed partial class CustomCell(JsonPath path, string type)
{
    public void Write(TableRow row, Utf8JsonWriter cell)
    {
        IReadOnlyList<JsonElement> values;
        try
        {
            values = path.Find(row.Object);
        }
        catch (JsonPathException)
        {
            values = [];
        }
        if (values.Count == 0) cell.WriteNullValue();
        else if (type == "string") cell.WriteStringValue(string.Join(' ', values.Select(GoJson.Print)));
        else WriteTyped(values[0], row.Now, cell);
    }

    private void WriteTyped(JsonElement value, DateTimeOffset now, Utf8JsonWriter cell)
    {
        switch (type, value.ValueKind)
        {
            case ("integer", JsonValueKind.Number):
                cell.WriteNumberValue(value.TryGetInt64(out var whole) ? whole : (long)value.GetDouble());
                break;
            case ("number", JsonValueKind.Number):
                if (value.TryGetInt64(out var number)) cell.WriteNumberValue(number);
                else cell.WriteNumberValue(value.GetDouble());
                break;
            case ("boolean", JsonValueKind.True or JsonValueKind.False):
                value.WriteTo(cell);
                break;
            case ("date", JsonValueKind.String):
                cell.WriteStringValue(Age(value.GetString()!, now));
                break;
            default:
                cell.WriteNullValue();
                break;
        }
    }

    private static string Age(string text, DateTimeOffset now)
    {
        if (text.Length == 0) return "<unknown>";
        return Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? Ages.Since(text, now) : "<invalid>";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();
}
