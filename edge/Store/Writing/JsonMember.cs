using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Finds one member of an object without reading the others.</summary>
internal static class JsonMember
{
    /// <summary>Goes to the value of the member; from the beginning of the text, or <paramref name="inside"/> an object that was just entered.</summary>
    public static bool Seek(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, bool inside = false)
    {
        if (!inside && (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)) return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found) return true;
            reader.Skip();
        }
        return false;
    }
}
