using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Host.Commands;

/// <summary>The EdgeApplications and NodeGroups of some files.</summary>
internal sealed record RenderInput(IReadOnlyList<EdgeApplication> Applications, IReadOnlyList<NodeGroup> Groups)
{
    private const string ApiVersion = "apps.kubeedge.io/v1alpha1";

    /// <exception cref="UsageException">A file is not there, is not YAML, or holds something else.</exception>
    public static async Task<RenderInput> ReadAsync(IReadOnlyList<string> files, string ns, CancellationToken cancellationToken)
    {
        var applications = new List<EdgeApplication>();
        var groups = new List<NodeGroup>();
        foreach (var file in files)
        {
            try
            {
                foreach (var document in Documents(await TextAsync(file, cancellationToken)))
                {
                    if (document is not JsonObject body || Text(body, "apiVersion") != ApiVersion)
                        throw new FormatException($"holds a {(document as JsonObject)?["kind"]?.ToString() ?? "document without a kind"}: want EdgeApplications and NodeGroups of {ApiVersion}");
                    if (Text(body, "kind") == EdgeApplication.Kind) applications.Add(EdgeApplication.Parse(Raw(body, ns)));
                    else if (Text(body, "kind") == "NodeGroup") groups.Add(NodeGroup.Parse(Raw(body, "")));
                    else throw new FormatException($"holds a {body["kind"]}: want EdgeApplications and NodeGroups");
                }
            }
            catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"--filename {file}: {e.Message}", e);
            }
        }
        if (applications.Count == 0) throw new UsageException("--filename: there is no EdgeApplication in it.");
        if (groups.GroupBy(group => group.Name).FirstOrDefault(same => same.Count() > 1) is { } twice) throw new UsageException($"--filename: the NodeGroup '{twice.Key}' is there twice.");
        return new RenderInput(applications, groups);
    }

    private static Task<string> TextAsync(string file, CancellationToken cancellationToken) =>
        file == "-" ? Console.In.ReadToEndAsync(cancellationToken) : File.ReadAllTextAsync(file, cancellationToken);

    /// <summary>The documents; of a list, as kubectl get prints it, the items.</summary>
    private static IEnumerable<JsonNode?> Documents(string text) => YamlReader.Read(new StringReader(text))
        .SelectMany(document => document is JsonObject list && list["items"] is JsonArray items && Text(list, "kind")?.EndsWith("List", StringComparison.Ordinal) == true
            ? items.AsEnumerable()
            : [document]);

    private static RawObject Raw(JsonObject body, string ns)
    {
        if (body["metadata"] is not JsonObject metadata || Text(metadata, "name") is not { Length: > 0 } name) throw new FormatException($"holds a {body["kind"]} without a name");
        if (ns.Length > 0 && Text(metadata, "namespace") is null) metadata["namespace"] = ns;
        return new RawObject(JsonTree.Write(body), new ObjectKey(Text(metadata, "namespace") ?? "", name), Text(metadata, "uid") ?? "", Revision: 0);
    }

    private static string? Text(JsonObject parent, string name) => parent[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
