using System.Globalization;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.NodeGroups;

/// <summary>Numbers and names as people read them.</summary>
internal static class Text
{
    private const int Named = 5;

    /// <summary><c>1 node</c>, <c>3 nodes</c>.</summary>
    public static string Count(int count, string noun) => $"{count.ToString(CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary><c>a, b and 7 more</c>.</summary>
    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count <= Named ? string.Join(", ", all) : $"{string.Join(", ", all.Take(Named))} and {all.Count - Named} more";
    }
}
