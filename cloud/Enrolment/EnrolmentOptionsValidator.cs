using System.Net;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment;

/// <summary>Says every fault of <see cref="EnrolmentOptions"/> at once, with the flag that mends it.</summary>
internal sealed class EnrolmentOptionsValidator : IValidateOptions<EnrolmentOptions>
{
    public ValidateOptionsResult Validate(string? name, EnrolmentOptions options)
    {
        var faults = new List<string>();
        if (!DnsName.IsLabel(options.Namespace))
            faults.Add($"--namespace '{options.Namespace}' is no namespace name; use lower-case letters, digits and '-'.");
        if (!DnsName.IsSubdomain(options.AuthoritySecret))
            faults.Add($"AuthoritySecret '{options.AuthoritySecret}' is no object name; use lower-case letters, digits, '-' and '.'.");
        if (!DnsName.IsSubdomain(options.ClusterDomain))
            faults.Add($"--cluster-domain '{options.ClusterDomain}' is no DNS name.");
        foreach (var advertised in options.AdvertisedNames)
        {
            if (!IPAddress.TryParse(advertised, out _) && !DnsName.IsSubdomain(advertised))
                faults.Add($"--advertise '{advertised}' is neither a DNS name nor an address; leave out the port and the scheme.");
        }

        foreach (var address in options.MetaServerAddresses)
        {
            if (!IPAddress.TryParse(address, out _))
                faults.Add($"--metaserver-address '{address}' is no address.");
        }

        if (options.AuthorityLifetime < TimeSpan.FromDays(365))
            faults.Add($"AuthorityLifetime is {options.AuthorityLifetime}; use at least a year.");
        if (options.NodeCertificateLifetime < TimeSpan.FromHours(1))
            faults.Add($"NodeCertificateLifetime (--node-certificate-days) is {options.NodeCertificateLifetime}; use at least an hour.");
        if (options.ServingCertificateLifetime < TimeSpan.FromHours(1))
            faults.Add($"ServingCertificateLifetime is {options.ServingCertificateLifetime}; use at least an hour.");
        if (options.WrongTokensPerMinute is < 1 or > 1000)
            faults.Add($"WrongTokensPerMinute is {options.WrongTokensPerMinute}; use 1 to 1000.");
        if (!Enum.IsDefined(options.ServingSigner))
            faults.Add($"--serving-signer is {options.ServingSigner}; use auto, cluster or own.");
        if (!Enum.IsDefined(options.NodeSigner))
            faults.Add($"--node-signer is {options.NodeSigner}; use own or cluster.");
        if (options.ClusterSignerTimeout <= TimeSpan.Zero)
            faults.Add($"ClusterSignerTimeout is {options.ClusterSignerTimeout}; use more than 0.");
        if (options.StartTimeout <= TimeSpan.Zero)
            faults.Add($"StartTimeout is {options.StartTimeout}; use more than 0.");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
