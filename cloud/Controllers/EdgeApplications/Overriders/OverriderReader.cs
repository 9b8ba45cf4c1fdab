using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>Reads what a target overrides, in the order in which it is applied.</summary>
internal static class OverriderReader
{
    private static readonly (string Field, Func<JsonObject, string, IOverrider> Read)[] Lists =
    [
        ("imageOverriders", ImageOverrider.Read),
        ("commandOverriders", (entry, place) => ArgumentsOverrider.Read("command", entry, place)),
        ("argsOverriders", (entry, place) => ArgumentsOverrider.Read("args", entry, place)),
        ("envOverriders", EnvOverrider.Read),
        ("resourcesOverriders", ResourcesOverrider.Read),
        ("labelsOverriders", (entry, place) => MetadataOverrider.Read("labels", entry, place)),
        ("annotationsOverriders", (entry, place) => MetadataOverrider.Read("annotations", entry, place)),
        ("jsonPatches", JsonPatchOverrider.Read),
    ];

    /// <summary>Reads an entry's overriders; with variables their values are filled in first. What cannot be read is a fault, and left out.</summary>
    public static IReadOnlyList<IOverrider> Read(EdgeApplicationTarget entry, Variables? variables, List<RenderFault> faults)
    {
        if (entry.Overriders.IsEmpty) return [];
        var place = $"{entry.Place}.overriders";
        if (JsonTree.Parse(entry.Overriders.Span) is not JsonObject overriders)
        {
            faults.Add(new RenderFault(place, "must be an object"));
            return [];
        }
        // So that of several faults the same comes first, however they were written.
        overriders.Sort();
        var read = new List<IOverrider>();
        try
        {
            variables?.Fill(overriders);
        }
        catch (CannotRenderException e)
        {
            faults.Add(new RenderFault(place, e.Message));
            return [];
        }
        if (overriders["replicas"] is { } replicas) Collect(() => ReplicasOverrider.Read(replicas, $"{place}.replicas"), $"{place}.replicas", read, faults);
        foreach (var (field, item) in Lists) ReadList(overriders[field], $"{place}.{field}", item, read, faults);
        // The API server drops what it does not know; without one, a slip of the pen has to be found here.
        foreach (var (name, _) in overriders.Where(member => member.Key != "replicas" && Lists.All(list => list.Field != member.Key)))
            faults.Add(new RenderFault($"{place}.{name}", "there is no such overrider"));
        return read;
    }

    private static void ReadList(JsonNode? node, string place, Func<JsonObject, string, IOverrider> item, List<IOverrider> read, List<RenderFault> faults)
    {
        if (node is null) return;
        if (node is not JsonArray list)
        {
            faults.Add(new RenderFault(place, "must be a list"));
            return;
        }
        for (var i = 0; i < list.Count; i++)
        {
            var (entry, at) = (list[i] as JsonObject, $"{place}[{i}]");
            Collect(() => item(entry ?? throw new CannotRenderException("must be an object"), at), at, read, faults);
        }
    }

    private static void Collect(Func<IOverrider> read, string place, List<IOverrider> into, List<RenderFault> faults)
    {
        try
        {
            into.Add(read());
        }
        catch (CannotRenderException e)
        {
            faults.Add(new RenderFault(place, e.Message));
        }
    }
}
