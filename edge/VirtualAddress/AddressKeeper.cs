using System.Net;
using KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress;

/// <summary>
/// Makes the addresses, looks after them and takes them away. Each call compares what should be with what is, so it does not matter who made
/// or removed what in between. Used by one caller at a time.
/// </summary>
internal sealed class AddressKeeper(VirtualAddressOptions options, ILogger log)
{
    private const string Loopback = "lo";
    private bool _deviceIsMissing;

    /// <summary>Those that the last <see cref="Ensure()"/> found missing and made.</summary>
    public IReadOnlyList<HeldAddress> Made { get; private set; } = [];

    /// <summary>What an address on <c>lo</c> is labelled with, so that our next start knows it for ours.</summary>
    private string Label => $"{Loopback}:{options.Device}"[..Math.Min(Loopback.Length + 1 + options.Device.Length, 15)];

    /// <summary>
    /// <list type="number">
    /// <item>An address that another device has is used where it is.</item>
    /// <item>What is missing goes on our device, which is made where there is none; left-overs of a daemon that was killed are taken over.</item>
    /// <item>Where the kernel has no such device, it goes on <c>lo</c>.</item>
    /// <item>What our device has besides goes away.</item>
    /// </list>
    /// </summary>
    /// <exception cref="VirtualAddressException">An address cannot be had.</exception>
    public IReadOnlyList<HeldAddress> Ensure()
    {
        try
        {
            using var socket = new NetlinkSocket();
            return Ensure(new HostLinks(socket), new HostAddresses(socket));
        }
        catch (NetlinkException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>Takes away what is ours.</summary>
    /// <exception cref="VirtualAddressException">The kernel refused.</exception>
    public void Remove()
    {
        try
        {
            using var socket = new NetlinkSocket();
            var (links, addresses) = (new HostLinks(socket), new HostAddresses(socket));
            var all = links.List();
            if (all.FirstOrDefault(link => link.Name == options.Device && link.Kind == options.Kind) is { } device) links.Remove(device);
            foreach (var held in addresses.List().Where(held => IsOurs(held, all))) addresses.Remove(held);
        }
        catch (NetlinkException e) when (e.Error is Errno.NoDevice or Errno.NoAddress)
        {
            // Somebody was faster.
        }
        catch (NetlinkException e)
        {
            throw Explained(e);
        }
    }

    private List<HeldAddress> Ensure(HostLinks links, HostAddresses addresses)
    {
        var (all, held) = (links.List(), addresses.List());
        var device = all.FirstOrDefault(link => link.Name == options.Device);
        if (device is not null && device.Kind != options.Kind)
        {
            throw new VirtualAddressException(
                $"The device '{options.Device}' is there already and is none of ours (its kind is '{device.Kind}'): rename or remove it, or switch the virtual address off with --virtual-ip none.");
        }

        var result = new List<HeldAddress>();
        var missing = new List<IPAddress>();
        foreach (var address in options.Addresses)
        {
            var present = held.FirstOrDefault(other => other.Address.Equals(address));
            if (present is null) missing.Add(address);
            else result.Add(new HeldAddress(address, NameOf(present.Link, all), present.Link == device?.Index || IsOurs(present, all)));
        }

        Made = missing.Count > 0 ? Place(missing, device, links, addresses) : [];
        result.AddRange(Made);
        if (missing.Count == 0 && device is { IsUp: false } && result.Exists(found => found.Device == options.Device)) links.SwitchOn(device);
        foreach (var stale in held.Where(other => other.Link == device?.Index && !options.Addresses.Contains(other.Address) && !other.Address.IsIPv6LinkLocal))
            addresses.Remove(stale);
        return result;
    }

    private List<HeldAddress> Place(List<IPAddress> missing, HostLink? device, HostLinks links, HostAddresses addresses)
    {
        var home = device ?? CreateDevice(links) ?? links.List().First(link => link.Name == Loopback);
        if (!home.IsUp) links.SwitchOn(home);
        foreach (var address in missing)
        {
            try
            {
                addresses.Add(home, address, home.Name == Loopback ? Label : home.Name);
            }
            catch (NetlinkException e) when (e.Error == Errno.Exists)
            {
                // Somebody was faster, with the same.
            }
        }
        return [.. missing.Select(address => new HeldAddress(address, home.Name, IsOurs: true))];
    }

    /// <returns>Null where the kernel knows no such kind of device.</returns>
    private HostLink? CreateDevice(HostLinks links)
    {
        if (_deviceIsMissing) return null;
        try
        {
            links.Create(options.Device, options.Kind);
        }
        catch (NetlinkException e) when (e.Error == Errno.NotSupported)
        {
            _deviceIsMissing = true;
            log.NoSuchKind(options.Kind, Loopback);
            return null;
        }
        catch (NetlinkException e) when (e.Error == Errno.Exists)
        {
            // Somebody was faster, with the same.
        }
        return links.List().FirstOrDefault(link => link.Name == options.Device);
    }

    /// <summary>On <c>lo</c> an address is known for ours by its label; an IPv6 address has none, and is ours where it is one of those asked for.</summary>
    private bool IsOurs(HostAddress held, IReadOnlyList<HostLink> links) =>
        NameOf(held.Link, links) == Loopback && (held.Label == Label || (held.Label.Length == 0 && options.Addresses.Contains(held.Address)));

    private static string NameOf(int index, IReadOnlyList<HostLink> links) => links.FirstOrDefault(link => link.Index == index)?.Name ?? $"device {index}";

    private VirtualAddressException Explained(NetlinkException e) =>
        new(Explain(e), e) { MayPass = e.Error is not (Errno.NotPermitted or Errno.Denied or Errno.FamilyNotSupported) };

    private string Explain(NetlinkException e)
    {
        var asked = string.Join(", ", options.Addresses);
        return e.Error switch
        {
            Errno.NotPermitted => $"The virtual address {asked} cannot be made without the capability CAP_NET_ADMIN. Run the daemon by its systemd unit or as root; " +
                "or make the address yourself ('ip addr add ADDRESS dev lo' as root); or switch it off with --virtual-ip none.",
            Errno.Denied => $"The virtual address {asked} cannot be made: IPv6 is switched off on this host. Leave out the IPv6 address of --virtual-ip ({e.Message}).",
            Errno.FamilyNotSupported => $"The virtual address {asked} cannot be made: this process may not use netlink. Allow AF_NETLINK (RestrictAddressFamilies= of the systemd unit), " +
                $"or switch the address off with --virtual-ip none ({e.Message}).",
            _ => $"The virtual address {asked} cannot be made: {e.Message}. Switch it off with --virtual-ip none if this node cannot have one.",
        };
    }
}
