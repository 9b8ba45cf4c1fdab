using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Protobuf;

/// <summary>A type's fields by their numbers. A message that JSON knows nothing of, because its fields are inlined there, is a shape of its own.</summary>
internal sealed class MessageShape
{
    private static readonly ConcurrentDictionary<string, MessageShape> s_shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<int, FieldSchema> _fields = [];
    private readonly Dictionary<int, MessageShape> _inlined = [];

    private MessageShape() { }

    public static MessageShape Of(StructSchema type) => s_shapes.GetOrAdd(type.Name, static (_, type) => Build(type), type);

    /// <summary>The field with that number; null where there is none.</summary>
    public FieldSchema? Field(int number) => _fields.GetValueOrDefault(number);

    /// <summary>The inlined message with that number; null where there is none.</summary>
    public MessageShape? Inlined(int number) => _inlined.GetValueOrDefault(number);

    private static MessageShape Build(StructSchema type)
    {
        var shape = new MessageShape();
        foreach (var field in type.Fields.Values.Where(field => field.Numbers.Count > 0))
        {
            var at = shape;
            foreach (var number in field.Numbers.SkipLast(1))
            {
                if (!at._inlined.TryGetValue(number, out var inner)) at._inlined[number] = inner = new MessageShape();
                at = inner;
            }
            at._fields[field.Numbers[^1]] = field;
        }
        return shape;
    }
}
