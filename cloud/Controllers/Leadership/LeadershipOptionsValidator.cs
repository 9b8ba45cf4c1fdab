using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.Leadership;

/// <summary>Says every fault of <see cref="LeadershipOptions"/> at once.</summary>
internal sealed class LeadershipOptionsValidator : IValidateOptions<LeadershipOptions>
{
    public ValidateOptionsResult Validate(string? name, LeadershipOptions options)
    {
        var faults = new List<string>();
        if (options.Namespace.Length == 0)
            faults.Add("Leadership.Namespace is empty; name the namespace of the Lease with --namespace.");
        if (options.Name.Length == 0)
            faults.Add("Leadership.Name is empty; name the Lease.");
        if (options.LeaseDuration < TimeSpan.FromSeconds(1) || options.LeaseDuration.Ticks % TimeSpan.TicksPerSecond != 0)
            faults.Add($"Leadership.LeaseDuration is {options.LeaseDuration}; use whole seconds, at least 1.");
        if (options.RenewDeadline >= options.LeaseDuration)
            faults.Add($"Leadership.RenewDeadline is {options.RenewDeadline}; use less than LeaseDuration, {options.LeaseDuration}.");
        if (options.RetryPeriod <= TimeSpan.Zero || options.RetryPeriod >= options.RenewDeadline)
            faults.Add($"Leadership.RetryPeriod is {options.RetryPeriod}; use more than 0 and less than RenewDeadline, {options.RenewDeadline}.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
