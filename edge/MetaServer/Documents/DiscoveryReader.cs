using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Documents;

/// <summary>Reads the collections out of discovery: the aggregated documents first, and the older ones for what those do not name.</summary>
internal static class DiscoveryReader
{
    public static Dictionary<GroupVersionResource, ApiResource> Read(IObjectReader reader)
    {
        var found = new Dictionary<GroupVersionResource, ApiResource>();
        foreach (var root in (ReadOnlySpan<string>)["/api", "/apis"]) ReadDocument(reader, root + DocumentReader.Aggregated, found, ReadAggregated);
        var snapshot = reader.Latest(DocumentReader.Collection);
        var paths = new List<string>();
        var definitions = new List<string>();
        using (var cursor = reader.OpenList(new ListQuery(DocumentReader.Collection, snapshot)))
        {
            while (cursor.MoveNext())
            {
                // /api/v1 and /apis/apps/v1, not /api, /apis, /apis/apps or the aggregated forms.
                var path = cursor.Key.Name;
                if (path.EndsWith(DocumentReader.Definition, StringComparison.Ordinal)) definitions.Add(path);
                else if (path.Split('/') is ["", "api", _] or ["", "apis", _, _]) paths.Add(path);
            }
        }
        foreach (var path in paths) ReadDocument(reader, path, found, ReadLegacy);
        foreach (var path in definitions) ReadDefinition(reader, path, found);
        return found;
    }

    /// <summary>What a definition says beside discovery, of <c>/apis/GROUP/VERSION/RESOURCE#definition</c>.</summary>
    private static void ReadDefinition(IObjectReader reader, string path, Dictionary<GroupVersionResource, ApiResource> found)
    {
        if (path[..^DocumentReader.Definition.Length].Split('/') is not ["", "apis", var group, var version, var plural]) return;
        if (!found.TryGetValue(new GroupVersionResource(group, version, plural), out var resource)) return;
        if (DocumentReader.Find(reader, path) is not { } document) return;
        try
        {
            using var json = JsonDocument.Parse(document.Body);
            found[resource.Resource] = resource with { Definition = DefinitionVersion.Read(json.RootElement) };
        }
        catch (JsonException)
        {
            // As if it were not held: its objects show their name and when they were created.
        }
    }

    private static void ReadDocument(
        IObjectReader reader, string path, Dictionary<GroupVersionResource, ApiResource> found,
        Action<JsonElement, Dictionary<GroupVersionResource, ApiResource>> read)
    {
        if (DocumentReader.Find(reader, path) is not { } document) return;
        try
        {
            using var json = JsonDocument.Parse(document.Body);
            read(json.RootElement, found);
        }
        catch (JsonException)
        {
            // As if it were not held: what only it names goes to the cluster.
        }
    }

    /// <summary>An APIGroupDiscoveryList.</summary>
    private static void ReadAggregated(JsonElement list, Dictionary<GroupVersionResource, ApiResource> found)
    {
        foreach (var group in Items(list, "items"))
        {
            var groupName = Text(Member(group, "metadata"), "name");
            foreach (var version in Items(group, "versions"))
            {
                foreach (var resource in Items(version, "resources"))
                {
                    var name = new GroupVersionResource(groupName, Text(version, "version"), Text(resource, "resource"));
                    var kind = Text(Member(resource, "responseKind"), "kind");
                    if (kind.Length == 0 || name.Resource.Length == 0) continue;
                    found[name] = new ApiResource(name, kind, Text(resource, "scope") == "Namespaced")
                    {
                        Singular = Text(resource, "singularResource"),
                        ShortNames = Texts(resource, "shortNames"),
                        Categories = Texts(resource, "categories"),
                        Verbs = Texts(resource, "verbs"),
                        Subresources = Names(Items(resource, "subresources"), "subresource"),
                    };
                }
            }
        }
    }

    /// <summary>An APIResourceList; subresources stand beside their resource as <c>pods/log</c>.</summary>
    private static void ReadLegacy(JsonElement list, Dictionary<GroupVersionResource, ApiResource> found)
    {
        var version = Text(list, "groupVersion");
        foreach (var resource in Items(list, "resources"))
        {
            var name = Text(resource, "name");
            if (name.Length == 0 || version.Length == 0 || name.Contains('/', StringComparison.Ordinal)) continue;
            var key = GroupVersionResource.Parse($"{version}/{name}");
            found.TryAdd(key, new ApiResource(key, Text(resource, "kind"), Member(resource, "namespaced").ValueKind == JsonValueKind.True)
            {
                Singular = Text(resource, "singularName"),
                ShortNames = Texts(resource, "shortNames"),
                Categories = Texts(resource, "categories"),
                Verbs = Texts(resource, "verbs"),
                Subresources = SubresourcesOf(list, name),
            });
        }
    }

    private static List<string> SubresourcesOf(JsonElement list, string resource)
    {
        var subresources = new List<string>();
        foreach (var entry in Items(list, "resources"))
        {
            var name = Text(entry, "name");
            if (name.Length > resource.Length && name[resource.Length] == '/' && name.StartsWith(resource, StringComparison.Ordinal))
                subresources.Add(name[(resource.Length + 1)..]);
        }
        return subresources;
    }

    private static List<string> Names(JsonElement.ArrayEnumerator items, string member)
    {
        var names = new List<string>();
        foreach (var item in items) names.Add(Text(item, member));
        return names;
    }

    private static List<string> Texts(JsonElement parent, string name)
    {
        var texts = new List<string>();
        foreach (var item in Items(parent, name))
        {
            if (item.ValueKind == JsonValueKind.String) texts.Add(item.GetString()!);
        }
        return texts;
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
}
