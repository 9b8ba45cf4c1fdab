using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http.Protobuf;

/// <summary>
/// Reads what typed Go clients send for built-in kinds: the magic <c>k8s\0</c>, and an envelope with the kind and the object's message.
/// </summary>
internal static class ProtobufBody
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The object, as JSON would have it.</summary>
    /// <param name="body">What was sent.</param>
    /// <param name="find">The type of an apiVersion and kind; null where it is not known.</param>
    /// <exception cref="StatusException">400: it cannot be read. 415: it is of a kind that is known in JSON only.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body, Func<string, string, StructSchema?> find)
    {
        try
        {
            if (!body.StartsWith(Magic)) throw new FormatException("it does not begin with the magic of Kubernetes");
            var (apiVersion, kind, raw) = Envelope(body[Magic.Length..]);
            var type = find(apiVersion, kind) ?? throw KubernetesStatus.UnsupportedMediaType("application/json").ToException();
            var value = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind };
            ProtobufObject.Read(raw, MessageShape.Of(type), value);
            return value;
        }
        catch (Exception fault) when (fault is FormatException or OverflowException)
        {
            throw KubernetesStatus.BadRequest($"the body of the request is not readable as Protocol Buffers: {fault.Message}").ToException();
        }
    }

    private static (string ApiVersion, string Kind, byte[] Raw) Envelope(ReadOnlySpan<byte> envelope)
    {
        string apiVersion = "", kind = "";
        byte[] raw = [];
        var reader = new ProtobufReader(envelope);
        while (reader.Read())
        {
            if (reader.Number == 2) raw = reader.Bytes.ToArray();
            if (reader.Number != 1) continue;
            var type = new ProtobufReader(reader.Bytes);
            while (type.Read())
            {
                if (type.Number == 1) apiVersion = Encoding.UTF8.GetString(type.Bytes);
                if (type.Number == 2) kind = Encoding.UTF8.GetString(type.Bytes);
            }
        }
        return (apiVersion, kind, raw);
    }
}
