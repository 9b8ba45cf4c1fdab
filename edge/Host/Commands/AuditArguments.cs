using System.CommandLine;
using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>Where it is written who asked what, and how much of it is kept. A kube-apiserver's flags have these names.</summary>
internal sealed class AuditArguments
{
    private const int MegaByte = 1 << 20;
    private const int MostMegaBytes = (int)(AuditOptions.MostBytes / MegaByte);
    private static readonly AuditOptions Defaults = new();

    private readonly Option<string> _file = new("--audit-log")
    {
        Description = "Where it is written who asked what and who answered, as JSON lines; 'none' writes none. [default: DIR/audit.log]",
        HelpName = "FILE",
    };

    private readonly Option<int> _size = Count(
        "--audit-log-maxsize", "MB", (int)(Defaults.MaxBytes / MegaByte), MostMegaBytes, "How large the audit log may get, in megabytes, before it becomes FILE.1.");

    private readonly Option<int> _files = Count(
        "--audit-log-maxbackup", "COUNT", Defaults.MaxFiles, AuditOptions.MostFiles, "How many former audit logs are kept; FILE.1 is the newest.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_file, _size, _files]) command.Options.Add(option);
    }

    /// <summary>What a command line says.</summary>
    public Action<AuditOptions> Read(ParseResult parsed, string directory)
    {
        var path = parsed.GetValue(_file) switch { null or "" => Path.Combine(directory, "audit.log"), "none" => "", var file => Path.GetFullPath(file) };
        var (size, files) = (parsed.GetValue(_size), parsed.GetValue(_files));
        return audit => (audit.Path, audit.MaxBytes, audit.MaxFiles) = (path, (long)size * MegaByte, files);
    }

    private static Option<int> Count(string name, string unit, int standard, int most, string description) => new(name)
    {
        Description = description,
        HelpName = unit,
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= 1 && count <= most) return count;
            result.AddError($"{name} wants a number from 1 to {most}, for example {standard}, not '{text}'.");
            return standard;
        },
    };
}
