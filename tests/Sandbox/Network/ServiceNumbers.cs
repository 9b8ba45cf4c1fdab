using System.Net;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Network;

/// <summary>
/// The cluster addresses and node ports that Services have. It is told of every committed Service, so that it is right after a refused write
/// and after a restart too; within one transaction the caller takes at most one of each.
/// </summary>
internal sealed class ServiceNumbers(Random random) : IChangeObserver
{
    private const int FirstNodePort = 30000, LastNodePort = 32767;
    private readonly Dictionary<string, string> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<int, string> _ports = [];

    /// <summary>The address of the service <c>default/kubernetes</c>.</summary>
    public const string KubernetesAddress = "10.96.0.1";

    public void Changed(Change change)
    {
        if (change.Definition.Resource is not { Group: "", Resource: "services" }) return;
        var owner = change.Key.ToString();
        foreach (var address in change.Before.Obj("spec").Strs("clusterIPs")) _addresses.Remove(address);
        foreach (var port in change.Before.Obj("spec").Objs("ports")) _ports.Remove((int)(port.Int("nodePort") ?? 0));
        foreach (var address in change.After.Obj("spec").Strs("clusterIPs").Where(text => text != "None")) _addresses[address] = owner;
        foreach (var port in change.After.Obj("spec").Objs("ports"))
        {
            if (port.Int("nodePort") is > 0 and var number) _ports[(int)number] = owner;
        }
    }

    /// <summary>An address that is free, out of 10.96.0.0/16.</summary>
    public string TakeAddress()
    {
        while (true)
        {
            var host = random.Next(256, 65534);
            var address = $"10.96.{host >> 8}.{host & 255}";
            if (!_addresses.ContainsKey(address)) return address;
        }
    }

    /// <summary>A node port that is free and not among <paramref name="taken"/>.</summary>
    public int TakePort(IReadOnlySet<int> taken)
    {
        while (true)
        {
            var port = random.Next(FirstNodePort, LastNodePort + 1);
            if (!_ports.ContainsKey(port) && !taken.Contains(port)) return port;
        }
    }

    /// <summary>Why the Service may not have the address; null where it may.</summary>
    public string? Refusal(string address, string owner)
    {
        if (!IPAddress.TryParse(address, out var parsed)) return "must be empty, 'None', or a valid IP address";
        var bytes = parsed.GetAddressBytes();
        if (bytes.Length != 4 || bytes[0] != 10 || bytes[1] != 96) return "failed to allocate IP " + address + ": the provided IP is not in the valid range 10.96.0.0/16";
        return _addresses.TryGetValue(address, out var holder) && holder != owner ? $"failed to allocate IP {address}: provided IP is already allocated" : null;
    }
}
