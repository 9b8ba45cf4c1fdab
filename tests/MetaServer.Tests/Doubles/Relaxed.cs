using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;

/// <summary>JSON as people read it: nothing is escaped that need not be.</summary>
internal static class Relaxed
{
    public static JsonSerializerOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new DefaultJsonTypeInfoResolver() };
}
