using Spectre.Console;

namespace KubeEdge.EdgeMesh.Tests.Demo.Stage;

/// <summary>Tells the story on a terminal, or in plain lines where there is none.</summary>
/// <param name="console">Where to.</param>
/// <param name="time">The clock.</param>
public sealed class Teller(IAnsiConsole console, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>How many promises were kept.</summary>
    public int Kept { get; private set; }

    /// <summary>Begins a part of the story.</summary>
    public void Act(string title)
    {
        console.WriteLine();
        console.Write(new Rule($"[bold deepskyblue1]{Markup.Escape(title)}[/]").LeftJustified().RuleStyle("grey"));
    }

    /// <summary>A sentence.</summary>
    public void Say(string text) => console.MarkupLineInterpolated($"  [grey]{text}[/]");

    /// <summary>A line that stands out, for example a command to type.</summary>
    public void Show(string text) => console.MarkupLineInterpolated($"  [bold]{text}[/]");

    /// <summary>A table; the first row is its head.</summary>
    public void Table(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var head in rows[0]) table.AddColumn($"[bold]{Markup.Escape(head)}[/]");
        foreach (var row in rows.Skip(1)) table.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(new Padder(table, new Padding(2, 0)));
    }

    /// <summary>Keeps a promise before the reader's eyes, and says how long it took.</summary>
    /// <exception cref="BrokenPromiseException">It was not kept.</exception>
    public async Task PromiseAsync(string promise, Func<Task> keep)
    {
        var start = time.GetTimestamp();
        try
        {
            await keep();
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            console.MarkupLineInterpolated($"  [red]✘ {promise}[/]");
            throw new BrokenPromiseException(promise, problem);
        }
        Kept++;
        console.MarkupLineInterpolated($"  [green]✔[/] {promise} [grey]{Duration(time.GetElapsedTime(start))}[/]");
    }

    /// <summary>How long the story has been going on.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_start);

    private static string Duration(TimeSpan span) => span.TotalSeconds >= 1 ? $"{span.TotalSeconds:0.0} s" : $"{span.TotalMilliseconds:0} ms";
}
