using System.Text;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <summary>Two texts line by line, as <c>diff -u</c> shows them.</summary>
internal static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>Empty where the texts are equal.</summary>
    public static string Of(string name, string before, string after)
    {
        if (before == after) return "";
        var lines = Edits(Split(before), Split(after));
        var text = new StringBuilder();
        text.Append("--- ").Append(before.Length == 0 ? "/dev/null" : $"live {name}").Append('\n');
        text.Append("+++ ").Append(after.Length == 0 ? "/dev/null" : $"rendered {name}").Append('\n');
        for (var i = 0; i < lines.Count;)
        {
            if (lines[i].Mark == ' ')
            {
                i++;
                continue;
            }
            var start = Math.Max(i - Context, 0);
            var end = End(lines, i);
            Append(text, lines, start, end);
            i = end;
        }
        return text.ToString();
    }

    /// <summary>Where the part ends that has no gap of more lines than two contexts.</summary>
    private static int End(List<(char Mark, string Line)> lines, int from)
    {
        var last = from;
        for (var i = from; i < lines.Count && i <= last + (2 * Context) + 1; i++)
        {
            if (lines[i].Mark != ' ') last = i;
        }
        return Math.Min(last + Context + 1, lines.Count);
    }

    private static void Append(StringBuilder text, List<(char Mark, string Line)> lines, int start, int end)
    {
        var part = lines[start..end];
        text.Append("@@ -").Append(Range(lines, start, part, '+')).Append(" +").Append(Range(lines, start, part, '-')).Append(" @@\n");
        foreach (var (mark, line) in part) text.Append(mark).Append(line).Append('\n');
    }

    /// <summary>First line and number of lines on the side that lacks what has <paramref name="other"/> as its mark.</summary>
    private static string Range(List<(char Mark, string Line)> lines, int start, List<(char Mark, string Line)> part, char other)
    {
        var count = part.Count(line => line.Mark != other);
        var first = lines.Take(start).Count(line => line.Mark != other) + (count == 0 ? 0 : 1);
        return count == 1 ? $"{first}" : $"{first},{count}";
    }

    /// <summary>The longest common subsequence stays, the rest goes or comes.</summary>
    private static List<(char Mark, string Line)> Edits(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }
        var edits = new List<(char, string)>();
        var (a, b) = (0, 0);
        while (a < before.Length || b < after.Length)
        {
            if (a < before.Length && b < after.Length && before[a] == after[b])
            {
                edits.Add((' ', before[a]));
                (a, b) = (a + 1, b + 1);
            }
            else if (b == after.Length || (a < before.Length && common[a + 1, b] >= common[a, b + 1])) edits.Add(('-', before[a++]));
            else edits.Add(('+', after[b++]));
        }
        return edits;
    }

    private static string[] Split(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n');
}
