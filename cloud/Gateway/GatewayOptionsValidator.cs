using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Gateway;

/// <summary>Says every fault of <see cref="GatewayOptions"/>.</summary>
internal sealed class GatewayOptionsValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
        options.ActivityTimeout >= TimeSpan.FromMilliseconds(1)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"ActivityTimeout is {options.ActivityTimeout}; use at least 1 ms.");
}
