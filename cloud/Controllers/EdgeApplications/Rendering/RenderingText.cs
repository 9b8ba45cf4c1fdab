using System.Text;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Cluster.Yaml;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>A rendering for people, and for <c>kubectl apply -f -</c>.</summary>
public static class RenderingText
{
    /// <summary>The objects as a stream of YAML documents, those that are made once first, each with a comment that says where it comes from.</summary>
    public static string Objects(EdgeApplication app, Rendering rendering)
    {
        var text = new StringBuilder();
        foreach (var shared in rendering.Shared) Append(text, app, "once", shared);
        foreach (var target in rendering.Targets)
        {
            foreach (var made in target.Objects) Append(text, app, $"for {target.Name}", made);
        }
        return text.ToString();
    }

    /// <summary>What has to be mended, one line each; those that stop one target name it.</summary>
    public static IReadOnlyList<string> Faults(EdgeApplication app, Rendering rendering) =>
    [
        .. rendering.Faults.Select(fault => $"{app.Namespace}/{app.Name}: {fault}"),
        .. rendering.Targets.SelectMany(target => target.Faults.Select(fault => $"{app.Namespace}/{app.Name} for {target.Name}: {fault}")),
    ];

    /// <summary>What should be known, one line each.</summary>
    public static IReadOnlyList<string> Notices(EdgeApplication app, Rendering rendering) =>
        [.. rendering.Targets.SelectMany(target => target.Notices.Select(notice => $"{app.Namespace}/{app.Name} for {target.Name}: {notice}"))];

    private static void Append(StringBuilder text, EdgeApplication app, string once, RenderedObject made) =>
        text.Append("---\n# ").Append(app.Namespace).Append('/').Append(app.Name).Append(' ').Append(once).Append(": manifest ").Append(made.Ordinal).Append('\n')
            .Append(YamlWriter.Write(made.Body));
}
