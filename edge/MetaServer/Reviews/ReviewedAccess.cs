using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Reviews;

/// <summary>What a review asks about: a resource, or where <paramref name="IsPath"/> a path.</summary>
internal sealed record ReviewedAccess(
    string Verb, bool IsPath = false, string Path = "", string Group = "", string Version = "", string Resource = "", string Subresource = "", string Namespace = "",
    string Name = "")
{
    /// <summary>The request that is asked about.</summary>
    public RequestInfo ToRequest() => new()
    {
        IsResourceRequest = !IsPath,
        Path = Path,
        Verb = Verb,
        Resource = new GroupVersionResource(Group, Version, Resource),
        Subresource = Subresource,
        Namespace = Namespace,
        Name = Name,
    };

    /// <summary>From a spec; null where it does not ask about exactly one of both.</summary>
    public static ReviewedAccess? Read(ReviewBody spec) => (spec.Part("resourceAttributes", 1), spec.Part("nonResourceAttributes", 2)) switch
    {
        ({ } resource, null) => new ReviewedAccess(
            resource.Text("verb", 2), false, "", resource.Text("group", 3), resource.Text("version", 4), resource.Text("resource", 5),
            resource.Text("subresource", 6), resource.Text("namespace", 1), resource.Text("name", 7)),
        (null, { } path) => new ReviewedAccess(path.Text("verb", 2), true, path.Text("path", 1)),
        _ => null,
    };

    /// <summary>As a part of the spec of the answer.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(IsPath ? "nonResourceAttributes"u8 : "resourceAttributes"u8);
        foreach (var (name, value) in (ReadOnlySpan<(string, string)>)
            [
                ("namespace", Namespace), ("path", Path), ("verb", Verb), ("group", Group), ("version", Version), ("resource", Resource),
                ("subresource", Subresource), ("name", Name),
            ])
        {
            if (value.Length > 0) writer.WriteString(name, value);
        }
        writer.WriteEndObject();
    }
}
