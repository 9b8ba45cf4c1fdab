using System.Net;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Names every fault, and the range that mends it.</summary>
internal sealed class SyncOptionsValidator : IValidateOptions<SyncOptions>
{
    public ValidateOptionsResult Validate(string? name, SyncOptions options)
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(options.Node)) faults.Add($"{nameof(options.Node)} is missing: give the name that the node has in the cluster");
        if (options.MetaServerAddresses.GroupBy(address => address.AddressFamily).Any(family => family.Count() > 1))
            faults.Add($"{nameof(options.MetaServerAddresses)} holds several addresses of one family: want one of each");
        if (options.MetaServerAddresses.Any(address => IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            faults.Add($"{nameof(options.MetaServerAddresses)} holds an address that no pod outside the host's network reaches");
        if (options.MetaServerAddresses.Count > 0 && options.MetaServerPort is < 1 or > 65535)
            faults.Add($"{nameof(options.MetaServerPort)} is {options.MetaServerPort}: want 1 to 65535");
        foreach (var (option, value) in new (string, TimeSpan)[]
        {
            (nameof(options.MinBackoff), options.MinBackoff), (nameof(options.MaxBackoff), options.MaxBackoff), (nameof(options.StableAfter), options.StableAfter),
            (nameof(options.WelcomeTimeout), options.WelcomeTimeout), (nameof(options.SilenceTimeout), options.SilenceTimeout), (nameof(options.DenialMemory), options.DenialMemory),
        })
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromHours(1)) faults.Add($"{option} is {value}: want more than zero, at most an hour");
        }
        if (options.MinBackoff > options.MaxBackoff) faults.Add($"{nameof(options.MinBackoff)} is {options.MinBackoff}: want at most {nameof(options.MaxBackoff)}, {options.MaxBackoff}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
