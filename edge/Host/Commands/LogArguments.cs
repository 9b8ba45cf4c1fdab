using System.CommandLine;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>How much is logged, and in which form. Logs go to the standard error, one line each.</summary>
internal sealed class LogArguments
{
    /// <summary>Says the failure of a start with its stack trace; we say it in one line ourselves.</summary>
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private readonly Option<string> _level = new("--log-level") { Description = "The least that is logged.", DefaultValueFactory = _ => "information" };

    private readonly Option<string> _format = new("--log-format")
    {
        Description = "text for people, json for collectors, systemd for the journal (levels as priorities).",
        DefaultValueFactory = _ => "text",
    };

    /// <summary>Makes an activity for each request where anything of it is logged: a tenth of what a small GET costs, for nobody.</summary>
    private const string RequestCategory = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public LogArguments()
    {
        _level.AcceptOnlyFromAmong("trace", "debug", "information", "warning", "error", "none");
        _format.AcceptOnlyFromAmong("text", "json", "systemd");
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_level);
        command.Options.Add(_format);
    }

    public void Configure(ILoggingBuilder logging, ParseResult parsed, Func<bool> started)
    {
        logging.ClearProviders();
        logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        _ = parsed.GetValue(_format) switch
        {
            "json" => logging.AddJsonConsole(console => console.UseUtcTimestamp = true),
            "systemd" => logging.AddSystemdConsole(),
            _ => logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            }),
        };
        var least = Enum.Parse<LogLevel>(parsed.GetValue(_level)!, ignoreCase: true);
        logging.AddFilter((category, level) => level >= Least(category ?? "", least) && (category != HostCategory || started()));
    }

    /// <summary>The frameworks tell of every request at Information; that is our Debug.</summary>
    private static LogLevel Least(string category, LogLevel least) =>
        least < LogLevel.Information ? least
        : category == RequestCategory ? LogLevel.None
        : least == LogLevel.Information && IsFramework(category) ? LogLevel.Warning : least;

    private static bool IsFramework(string category) =>
        category.StartsWith("Microsoft.", StringComparison.Ordinal) || category.StartsWith("Yarp.", StringComparison.Ordinal)
        || category.StartsWith("Grpc.", StringComparison.Ordinal) || category.StartsWith("System.", StringComparison.Ordinal);
}
