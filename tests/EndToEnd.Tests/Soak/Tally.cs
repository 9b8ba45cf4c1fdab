namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>Counts of many, for a person.</summary>
internal static class Tally
{
    public static string Of<T>(IEnumerable<KeyValuePair<T, int>> counts) =>
        string.Join(", ", counts.GroupBy(count => count.Key).Select(group => $"{group.Sum(count => count.Value)} {group.Key}"));
}
