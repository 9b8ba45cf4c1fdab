using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution;

/// <summary>Names every fault, and the range that mends it.</summary>
internal sealed class DistributionOptionsValidator : IValidateOptions<DistributionOptions>
{
    public ValidateOptionsResult Validate(string? name, DistributionOptions options)
    {
        var faults = new List<string>();
        foreach (var collection in options.Collections)
        {
            try
            {
                GroupVersionResource.Parse(collection);
            }
            catch (FormatException e)
            {
                faults.Add($"{nameof(options.Collections)}: {e.Message}");
            }
        }
        if (options.BatchBytes is < 4096 or > 2 * 1024 * 1024) faults.Add($"{nameof(options.BatchBytes)} is {options.BatchBytes}: want 4096 to 2097152");
        if (options.WindowBytes < options.BatchBytes) faults.Add($"{nameof(options.WindowBytes)} is {options.WindowBytes}: want at least {nameof(options.BatchBytes)}, {options.BatchBytes}");
        if (options.HeartbeatInterval >= options.AckTimeout)
            faults.Add($"{nameof(options.HeartbeatInterval)} is {options.HeartbeatInterval}: want less than {nameof(options.AckTimeout)}, {options.AckTimeout}");
        foreach (var (option, value) in new (string, TimeSpan)[]
        {
            (nameof(options.ProgressInterval), options.ProgressInterval), (nameof(options.HeartbeatInterval), options.HeartbeatInterval),
            (nameof(options.AckTimeout), options.AckTimeout), (nameof(options.HelloTimeout), options.HelloTimeout), (nameof(options.ReadyTimeout), options.ReadyTimeout),
            (nameof(options.ProbeTimeout), options.ProbeTimeout), (nameof(options.DecisionTimeout), options.DecisionTimeout),
            (nameof(options.ReviewDelay), options.ReviewDelay), (nameof(options.ReviewInterval), options.ReviewInterval), (nameof(options.DepartureDelay), options.DepartureDelay),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1)) faults.Add($"{option} is {value}: want more than zero, at most an hour");
        }
        foreach (var (option, value) in new (string, int)[]
        {
            (nameof(options.MaxInterests), options.MaxInterests), (nameof(options.MaxWantedCollections), options.MaxWantedCollections),
            (nameof(options.MaxInventory), options.MaxInventory),
        })
        {
            if (value < 1) faults.Add($"{option} is {value}: want at least 1");
        }
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
