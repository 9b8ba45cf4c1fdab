using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Edge.MetaServer;

/// <summary>Finds all that is wrong with <see cref="EdgeMetaServerOptions"/> at once.</summary>
internal sealed class EdgeMetaServerOptionsValidator : IValidateOptions<EdgeMetaServerOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan ShortestIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestIdle = TimeSpan.FromDays(365);

    public ValidateOptionsResult Validate(string? name, EdgeMetaServerOptions options)
    {
        var faults = new List<string>();
        if (options.NodeName.Length == 0) faults.Add("NodeName is missing: give the name with which this node joined");
        if (options.Gateway is null) faults.Add("Gateway is missing: give the cloud's address, for example https://cloud.example:10443");
        else if (!options.Gateway.IsAbsoluteUri || options.Gateway.Scheme is not ("https" or "http") || options.Gateway.PathAndQuery != "/")
            faults.Add($"Gateway is '{options.Gateway}': want an address without a path, for example https://cloud.example:10443");
        if (options.PassThroughTimeout < Shortest || options.PassThroughTimeout > Longest)
            faults.Add($"PassThroughTimeout is {options.PassThroughTimeout}: want between {Shortest} and {Longest}");
        if (options.WantedIdle < ShortestIdle || options.WantedIdle > LongestIdle)
            faults.Add($"WantedIdle is {options.WantedIdle}: want between {ShortestIdle} and {LongestIdle}");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
