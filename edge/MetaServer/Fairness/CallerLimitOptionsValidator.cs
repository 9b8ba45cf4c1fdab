using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Fairness;

/// <summary>Finds all that is wrong with <see cref="CallerLimitOptions"/> at once.</summary>
internal sealed class CallerLimitOptionsValidator : IValidateOptions<CallerLimitOptions>
{
    private const int Most = 1_000_000;

    public ValidateOptionsResult Validate(string? name, CallerLimitOptions options)
    {
        var faults = new List<string>();
        foreach (var (field, value) in (ReadOnlySpan<(string, int)>)
            [
                (nameof(options.ListsPerCaller), options.ListsPerCaller), (nameof(options.Lists), options.Lists),
                (nameof(options.WatchesPerCaller), options.WatchesPerCaller), (nameof(options.Watches), options.Watches),
                (nameof(options.NodeLists), options.NodeLists), (nameof(options.NodeWatches), options.NodeWatches),
            ])
        {
            if (value is < 1 or > Most) faults.Add($"{field} is {value}: want between 1 and {Most}");
        }
        if (options.ListsPerCaller > options.Lists) faults.Add($"ListsPerCaller is {options.ListsPerCaller}, above Lists, which is {options.Lists}: raise Lists");
        if (options.WatchesPerCaller > options.Watches)
            faults.Add($"WatchesPerCaller is {options.WatchesPerCaller}, above Watches, which is {options.Watches}: raise Watches");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
