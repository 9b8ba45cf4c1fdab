using System.Globalization;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Documents;

/// <summary>A document as the API server sent it.</summary>
/// <param name="ContentType">Its media type, parameters included.</param>
/// <param name="ETag">As sent, quotes included; empty where there was none.</param>
/// <param name="Body">The exact bytes.</param>
/// <param name="Encoding">gzip where <paramref name="Body"/> is packed; empty where it is not.</param>
internal sealed record Document(string ContentType, string ETag, byte[] Body, string Encoding = "")
{
    public bool SameAs(Document other) => ContentType == other.ContentType && Encoding == other.Encoding && ETag == other.ETag && Body.AsSpan().SequenceEqual(other.Body);

    /// <summary>The document in the form of an object, so that it travels as objects do.</summary>
    public RawObject ToObject(string name, long revision)
    {
        var buffer = new MemoryStream(Body.Length * 4 / 3 + 256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", "Document");
            json.WriteString("apiVersion", DocumentNames.Collection.ApiVersion);
            json.WriteStartObject("metadata");
            json.WriteString("name", name);
            json.WriteString("resourceVersion", revision.ToString(CultureInfo.InvariantCulture));
            json.WriteEndObject();
            json.WriteString("contentType", ContentType);
            json.WriteString("etag", ETag);
            if (Encoding.Length > 0)
                json.WriteString("encoding", Encoding);
            json.WriteBase64String("body", Body);
            json.WriteEndObject();
        }

        return new RawObject(buffer.ToArray(), new ObjectKey("", name), "", revision);
    }
}
