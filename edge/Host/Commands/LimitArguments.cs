using System.CommandLine;
using System.Globalization;
using KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>How much of the MetaServer callers may have at a time.</summary>
internal sealed class LimitArguments
{
    private const int Most = 1_000_000;
    private static readonly CallerLimitOptions Defaults = new();

    private readonly Option<int> _listsPerCaller = Limit("--lists-per-caller", Defaults.ListsPerCaller, "Lists that one caller may have in flight.");
    private readonly Option<int> _lists = Limit("--lists", Defaults.Lists, "Lists that all callers but the node itself may have in flight.");
    private readonly Option<int> _watchesPerCaller = Limit("--watches-per-caller", Defaults.WatchesPerCaller, "Watches that one caller may have open.");
    private readonly Option<int> _watches = Limit("--watches", Defaults.Watches, "Watches that all callers but the node itself may have open.");
    private readonly Option<int> _nodeLists = Limit("--node-lists", Defaults.NodeLists, "Lists that the node itself (its kubelet) may have in flight.");
    private readonly Option<int> _nodeWatches = Limit("--node-watches", Defaults.NodeWatches, "Watches that the node itself (its kubelet) may have open.");

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_listsPerCaller, _lists, _watchesPerCaller, _watches, _nodeLists, _nodeWatches]) command.Options.Add(option);
    }

    /// <summary>What a command line says.</summary>
    /// <exception cref="UsageException">One caller may have more than all together.</exception>
    public Action<CallerLimitOptions> Read(ParseResult parsed)
    {
        var limits = new CallerLimitOptions
        {
            ListsPerCaller = parsed.GetValue(_listsPerCaller),
            Lists = parsed.GetValue(_lists),
            WatchesPerCaller = parsed.GetValue(_watchesPerCaller),
            Watches = parsed.GetValue(_watches),
            NodeLists = parsed.GetValue(_nodeLists),
            NodeWatches = parsed.GetValue(_nodeWatches),
        };
        RequirePart(_listsPerCaller, limits.ListsPerCaller, _lists, limits.Lists);
        RequirePart(_watchesPerCaller, limits.WatchesPerCaller, _watches, limits.Watches);
        return configured =>
        {
            (configured.ListsPerCaller, configured.Lists, configured.NodeLists) = (limits.ListsPerCaller, limits.Lists, limits.NodeLists);
            (configured.WatchesPerCaller, configured.Watches, configured.NodeWatches) = (limits.WatchesPerCaller, limits.Watches, limits.NodeWatches);
        };
    }

    private static void RequirePart(Option<int> part, int own, Option<int> whole, int all)
    {
        if (own > all) throw new UsageException($"{part.Name} is {own}, above {whole.Name}, which is {all}: raise {whole.Name}, or lower {part.Name}.");
    }

    private static Option<int> Limit(string name, int standard, string description) => new(name)
    {
        Description = description,
        HelpName = "COUNT",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most) return count;
            result.AddError($"{name} wants a count from 1 to {Most}, for example {standard}, not '{text}'.");
            return standard;
        },
    };
}
