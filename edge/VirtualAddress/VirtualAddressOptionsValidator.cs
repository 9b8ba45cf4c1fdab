using System.Net;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>Says every fault at once, with the mend.</summary>
internal sealed class VirtualAddressOptionsValidator : IValidateOptions<VirtualAddressOptions>
{
    private const int LongestName = 15;

    public ValidateOptionsResult Validate(string? name, VirtualAddressOptions options)
    {
        var faults = new List<string>();
        foreach (var address in options.Addresses)
        {
            if (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.IsIPv6Multicast
                || address.GetAddressBytes() is [>= 224, _, _, _])
                faults.Add($"--virtual-ip {address} cannot be a virtual address: choose one that is used nowhere else, for example 169.254.30.10.");
        }
        if (options.Device.Length is 0 or > LongestName || options.Device.Any(c => c is '/' or ':' || char.IsWhiteSpace(c)))
            faults.Add($"{nameof(options.Device)} '{options.Device}' is no name of a device: use 1 to {LongestName} letters and digits.");
        if (options.Interval <= TimeSpan.Zero) faults.Add($"{nameof(options.Interval)} is {options.Interval}: use more than zero.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
