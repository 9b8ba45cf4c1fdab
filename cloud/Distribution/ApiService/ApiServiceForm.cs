using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.ApiService;

/// <summary>
/// How the three objects of <c>default/kubernetes</c> look on a node whose pods reach the API at its MetaServer. What is not said here stays
/// byte for byte as the cluster has it.
/// </summary>
internal static class ApiServiceForm
{
    /// <summary>The name that the API server gives all three.</summary>
    public static readonly ObjectKey Key = new("default", "kubernetes");

    /// <summary>The Service: its ports lead to the MetaServer's. Its cluster IP, port and name stay, since pods know them.</summary>
    public static byte[] Service(ReadOnlySpan<byte> json, PodEndpoint endpoint)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        if (!document.RootElement.TryGetProperty("spec"u8, out var spec) || !spec.TryGetProperty("ports"u8, out var ports) || ports.ValueKind != JsonValueKind.Array)
            return json.ToArray();

        var port = JsonBytes(writer => writer.WriteNumberValue(endpoint.Port));
        var buffer = new ArrayBufferWriter<byte>();
        buffer.Write("["u8);
        foreach (var entry in ports.EnumerateArray())
        {
            if (buffer.WrittenCount > 1) buffer.Write(","u8);
            buffer.Write(JsonMembers.With(JsonMarshal.GetRawUtf8Value(entry), "targetPort"u8, port));
        }
        buffer.Write("]"u8);
        return JsonMembers.With(json, "spec"u8, JsonMembers.With(JsonMarshal.GetRawUtf8Value(spec), "ports"u8, buffer.WrittenSpan));
    }

    /// <summary>The EndpointSlice: the node's address of the slice's family, or nothing where the node has none.</summary>
    public static byte[] Slice(ReadOnlySpan<byte> json, PodEndpoint endpoint)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        var family = document.RootElement.TryGetProperty("addressType"u8, out var type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        var address = family switch
        {
            "IPv4" => endpoint.Four,
            "IPv6" => endpoint.Six,
            _ => null,
        };
        var endpoints = JsonBytes(writer =>
        {
            writer.WriteStartArray();
            if (address is not null)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("addresses");
                writer.WriteStringValue(address.ToString());
                writer.WriteEndArray();
                writer.WriteStartObject("conditions");
                writer.WriteBoolean("ready", true);
                writer.WriteEndObject();
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        });
        return JsonMembers.With(JsonMembers.With(json, "endpoints"u8, endpoints), "ports"u8, Ports(endpoint));
    }

    /// <summary>The Endpoints: the node's address of the family that the cluster's own are of, or nothing where the node has none.</summary>
    public static byte[] Endpoints(ReadOnlySpan<byte> json, PodEndpoint endpoint)
    {
        using var document = JsonDocument.Parse(json.ToArray());
        var address = FamilyOf(document.RootElement) switch
        {
            AddressFamily.InterNetwork => endpoint.Four,
            AddressFamily.InterNetworkV6 => endpoint.Six,
            _ => endpoint.Four ?? endpoint.Six,
        };
        return JsonMembers.With(json, "subsets"u8, JsonBytes(writer =>
        {
            writer.WriteStartArray();
            if (address is not null)
            {
                writer.WriteStartObject();
                writer.WriteStartArray("addresses");
                writer.WriteStartObject();
                writer.WriteString("ip", address.ToString());
                writer.WriteEndObject();
                writer.WriteEndArray();
                writer.WritePropertyName("ports");
                writer.WriteRawValue(Ports(endpoint));
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }));
    }

    /// <summary>Of an API server that is away the cluster keeps no address: null then.</summary>
    private static AddressFamily? FamilyOf(JsonElement endpoints)
    {
        if (!endpoints.TryGetProperty("subsets"u8, out var subsets) || subsets.ValueKind != JsonValueKind.Array) return null;
        foreach (var subset in subsets.EnumerateArray())
        {
            if (!subset.TryGetProperty("addresses"u8, out var addresses) || addresses.ValueKind != JsonValueKind.Array) continue;
            foreach (var address in addresses.EnumerateArray())
            {
                if (address.TryGetProperty("ip"u8, out var ip) && IPAddress.TryParse(ip.GetString(), out var parsed)) return parsed.AddressFamily;
            }
        }
        return null;
    }

    private static byte[] Ports(PodEndpoint endpoint) => JsonBytes(writer =>
    {
        writer.WriteStartArray();
        writer.WriteStartObject();
        writer.WriteString("name", "https");
        writer.WriteNumber("port", endpoint.Port);
        writer.WriteString("protocol", "TCP");
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private static byte[] JsonBytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
