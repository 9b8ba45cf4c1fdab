using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>Where the MetaServer serves, with the ports that the system chose where 0 was asked for.</summary>
internal static class ServedAddresses
{
    public static IReadOnlyList<string> Of(IServer server) =>
        [.. (server.Features.Get<IServerAddressesFeature>()?.Addresses ?? []).Where(address => address.StartsWith("https:", StringComparison.Ordinal))];
}
