using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Protobuf;

/// <summary>Makes JSON of a message.</summary>
internal static class ProtobufObject
{
    private static readonly TypeSchema s_text = new(TypeForm.Scalar, "string");

    /// <summary>Adds the message's fields to the object.</summary>
    public static void Read(ReadOnlySpan<byte> message, MessageShape shape, JsonObject into)
    {
        var reader = new ProtobufReader(message);
        while (reader.Read())
        {
            if (shape.Inlined(reader.Number) is { } inlined) Read(reader.Bytes, inlined, into);
            else if (shape.Field(reader.Number) is { } field) Add(ref reader, field, into);
        }
    }

    private static void Add(ref ProtobufReader reader, FieldSchema field, JsonObject into)
    {
        switch (field.Type.Form)
        {
            case TypeForm.List:
                if (into[field.Name] is not JsonArray list) into[field.Name] = list = [];
                list.Add(Value(ref reader, field.Type.Item!) ?? Zero(field.Type.Item!));
                break;
            case TypeForm.Map:
                if (into[field.Name] is not JsonObject map) into[field.Name] = map = [];
                Entry(reader.Bytes, field.Type.Item!, map);
                break;
            default:
                // Go writes the zero of every field that is no pointer; JSON leaves it out.
                var value = Value(ref reader, field.Type);
                if (value is not null && (field.IsOptional || !ProtobufScalar.IsZero(value))) into[field.Name] = value;
                break;
        }
    }

    private static JsonNode? Value(ref ProtobufReader reader, TypeSchema type)
    {
        if (type.Form != TypeForm.Struct) return ProtobufScalar.Read(ref reader, type);
        var made = new JsonObject();
        Read(reader.Bytes, MessageShape.Of(SchemaTable.BuiltIn.Resolve(type)!), made);
        return made;
    }

    private static void Entry(ReadOnlySpan<byte> entry, TypeSchema type, JsonObject map)
    {
        var key = "";
        JsonNode? value = null;
        var reader = new ProtobufReader(entry);
        while (reader.Read())
        {
            if (reader.Number == 1) key = Encoding.UTF8.GetString(reader.Bytes);
            else if (reader.Number == 2) value = type.Form == TypeForm.List ? Texts(reader.Bytes) : Value(ref reader, type);
        }
        map[key] = value ?? Zero(type);
    }

    /// <summary>A list as a map's value is a message with the list in it.</summary>
    private static JsonArray Texts(ReadOnlySpan<byte> message)
    {
        var texts = new JsonArray();
        var reader = new ProtobufReader(message);
        while (reader.Read()) texts.Add(ProtobufScalar.Read(ref reader, s_text));
        return texts;
    }

    private static JsonNode Zero(TypeSchema type) => Admission.Decoding.ScalarDecoder.Zero(type);
}
