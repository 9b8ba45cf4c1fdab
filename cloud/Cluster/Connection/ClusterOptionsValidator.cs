using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Connection;

/// <summary>Says every fault of <see cref="ClusterOptions"/> at once, with the flag that mends it.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        var faults = new List<string>();
        if (options.PageSize is < 1 or > 10_000)
            faults.Add($"PageSize is {options.PageSize}; use 1 to 10000.");
        if (options.WatchSilence < TimeSpan.FromSeconds(10))
            faults.Add($"WatchSilence is {options.WatchSilence}; use at least 10 s.");
        if (options.ResponseTimeout < TimeSpan.FromSeconds(1))
            faults.Add($"ResponseTimeout is {options.ResponseTimeout}; use at least 1 s.");
        if (options.MinBackoff <= TimeSpan.Zero || options.MaxBackoff < options.MinBackoff)
            faults.Add($"MinBackoff is {options.MinBackoff} and MaxBackoff {options.MaxBackoff}; use 0 < MinBackoff <= MaxBackoff.");
        if (options.IdleLinger < TimeSpan.Zero)
            faults.Add($"IdleLinger is {options.IdleLinger}; use 0 or more.");
        if (options.DocumentsRefresh < TimeSpan.FromSeconds(1))
            faults.Add($"DocumentsRefresh is {options.DocumentsRefresh}; use at least 1 s.");
        try
        {
            ClusterConfiguration.Load(options);
        }
        catch (ClusterConfigurationException e)
        {
            faults.Add(e.Message);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
