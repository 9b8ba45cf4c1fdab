using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>
/// Where an application has objects. It is written down on the application before the first object of a kind is made, so that a crash between the
/// two loses nothing; what the status names counts too, should somebody take the annotation away.
/// </summary>
internal static class AppliedKinds
{
    /// <summary>On the application: the collections, with commas between them.</summary>
    public const string Annotation = "apps.kubeedge.io/applied-kinds";

    /// <summary>Holds an application until the objects have gone that cannot refer to it: cluster-scoped ones, and those in other namespaces.</summary>
    public const string Finalizer = "apps.kubeedge.io/edgeapplication-controller";

    /// <summary>What the annotation says.</summary>
    public static IReadOnlySet<GroupVersionResource> Recorded(HeldApplication held)
    {
        var kinds = new HashSet<GroupVersionResource>();
        foreach (var text in held.Annotations.GetValueOrDefault(Annotation, "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (text.Split('/') is { Length: 2 or 3 })
                kinds.Add(GroupVersionResource.Parse(text));
        }

        return kinds;
    }

    /// <summary>The objects that the status names.</summary>
    public static IReadOnlySet<ChildKey> Reported(EdgeApplication application)
    {
        var children = new HashSet<ChildKey>();
        if (LiveObject.Member(application.Status, "workloadStatus") is not { ValueKind: JsonValueKind.Array } entries)
            return children;

        foreach (var entry in entries.EnumerateArray())
        {
            var identifier = LiveObject.Member(entry, "identifier");
            if (LiveObject.Text(identifier, "resource") is { Length: > 0 } resource)
            {
                children.Add(new ChildKey(
                    new GroupVersionResource(LiveObject.Text(identifier, "group"), LiveObject.Text(identifier, "version"), resource),
                    new(LiveObject.Text(identifier, "namespace"), LiveObject.Text(identifier, "name"))));
            }
        }

        return children;
    }

    /// <summary>The patch of the application that records <paramref name="kinds"/>, with the finalizer or without.</summary>
    public static JsonObject Record(HeldApplication held, IEnumerable<GroupVersionResource> kinds, bool finalizer)
    {
        var metadata = new JsonObject
        {
            ["annotations"] = new JsonObject { [Annotation] = string.Join(',', kinds.Select(kind => kind.ToString()).Distinct().Order(StringComparer.Ordinal)) },
        };
        if (finalizer && !held.Application.Finalizers.Contains(Finalizer))
            metadata["finalizers"] = Finalizers([.. held.Application.Finalizers, Finalizer]);
        return new JsonObject { ["metadata"] = metadata };
    }

    /// <summary>The patch that lets the application go.</summary>
    public static JsonObject Release(EdgeApplication application) => new()
    {
        ["metadata"] = new JsonObject { ["finalizers"] = Finalizers(application.Finalizers.Where(finalizer => finalizer != Finalizer)) },
    };

    private static JsonArray Finalizers(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}
