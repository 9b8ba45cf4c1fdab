using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Edge.MetaServer.Tables.JsonPaths;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables.Custom;

/// <summary>One cell of a custom kind: the first value that its path leads to, in the type that the definition gives the column; null where it does not fit.</summary>
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
        else if (type == "string") cell.WriteStringValue(GoText.Print(values[0]));
        else WriteTyped(values[0], row.Now, cell);
    }

    private void WriteTyped(JsonElement value, DateTimeOffset now, Utf8JsonWriter cell)
    {
        switch (type, value.ValueKind)
        {
            case ("integer", JsonValueKind.Number):
                cell.WriteNumberValue(value.TryGetInt64(out var whole) ? whole : Cut(value.GetDouble()));
                break;
            case ("number", JsonValueKind.Number):
                cell.WriteRawValue(GoText.Number(value));
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

    /// <summary>What is too large for a whole number becomes the lowest one, as on the API server's processor.</summary>
    private static long Cut(double number) => Math.Abs(number) < long.MaxValue ? (long)number : long.MinValue;

    private static string Age(string text, DateTimeOffset now)
    {
        if (text.Length == 0) return "<unknown>";
        return Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
            ? Ages.Since(text, now) : "<invalid>";
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z")]
    private static partial Regex Rfc3339();
}
