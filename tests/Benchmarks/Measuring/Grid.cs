namespace KubeEdge.EdgeMesh.Tests.Benchmarks.Measuring;

/// <summary>A table in plain text, columns aligned.</summary>
internal static class Grid
{
    public static void Print(string title, IReadOnlyList<string[]> rows)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        for (var i = 0; i < rows.Count; i++)
        {
            Console.WriteLine("  " + string.Join("  ", rows[i].Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))));
            if (i == 0) Console.WriteLine("  " + string.Join("  ", widths.Select(width => new string('-', width))));
        }
    }
}
