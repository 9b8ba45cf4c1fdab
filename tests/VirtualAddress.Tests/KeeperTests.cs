using System.Net;
using KubeEdge.EdgeMesh.Edge.VirtualAddress;
using KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;
using Microsoft.Extensions.Logging.Abstractions;

namespace KubeEdge.EdgeMesh.VirtualAddress.Tests;

/// <summary>
/// Against the real kernel. A device of kind ifb stands for dummy: whatever the kernel has will do, as long as it needs no hardware.
/// </summary>
public sealed class KeeperTests
{
    private const string Kind = "ifb";
    private static readonly IPAddress Four = IPAddress.Parse("169.254.30.10");
    private static readonly IPAddress Six = IPAddress.Parse("fd00:30::10");

    [Fact]
    public void Ensure_MakesTheDeviceAndItsAddresses_AndRemoveTakesThemAway() => WithDevice(() =>
    {
        var keeper = Keeper(Kind, Four, Six);
        Assert.Equal([new HeldAddress(Four, "edgemesh0", true), new HeldAddress(Six, "edgemesh0", true)], keeper.Ensure());
        Assert.Contains(Links(), link => link is { Name: "edgemesh0", Kind: Kind, IsUp: true });
        Assert.Equal([Four, Six], OnDevice("edgemesh0"));
        using var listener = new System.Net.Sockets.TcpListener(Four, 0);
        listener.Start();

        keeper.Remove();
        Assert.DoesNotContain(Links(), link => link.Name == "edgemesh0");
        Assert.DoesNotContain(Addresses(), held => held.Address.Equals(Four) || held.Address.Equals(Six));
    });

    [Fact]
    public void Ensure_Twice_ChangesNothing() => WithDevice(() =>
    {
        var keeper = Keeper(Kind, Four);
        var first = keeper.Ensure();
        var index = Links().Single(link => link.Name == "edgemesh0").Index;
        Assert.Equal(first, keeper.Ensure());
        Assert.Equal(index, Links().Single(link => link.Name == "edgemesh0").Index);
    });

    [Fact]
    public void LeftOvers_OfAKill_AreTakenOver() => WithDevice(() =>
    {
        Keeper(Kind, Four, IPAddress.Parse("169.254.30.99")).Ensure();
        var next = Keeper(Kind, Four);
        Assert.Equal([new HeldAddress(Four, "edgemesh0", true)], next.Ensure());
        Assert.Equal([Four], OnDevice("edgemesh0"));
        next.Remove();
        Assert.DoesNotContain(Links(), link => link.Name == "edgemesh0");
    });

    [Fact]
    public void Device_OfAnotherKind_IsRefused() => WithDevice(() =>
    {
        Do((links, _) => links.Create("edgemesh0", Kind));
        var e = Assert.Throws<VirtualAddressException>(() => Keeper("dummy", Four).Ensure());
        Assert.Contains("none of ours", e.Message, StringComparison.Ordinal);
        Assert.False(e.MayPass);
        Keeper("dummy", Four).Remove();
        Assert.Contains(Links(), link => link.Name == "edgemesh0");
    });

    [Fact]
    public void Address_OfAnotherDevice_IsUsedAndLeft() => WithDevice(() =>
    {
        Do((links, addresses) =>
        {
            links.Create("theirs", Kind);
            addresses.Add(links.List().Single(link => link.Name == "theirs"), Four, "theirs");
        });
        var keeper = Keeper(Kind, Four);
        Assert.Equal([new HeldAddress(Four, "theirs", false)], keeper.Ensure());
        keeper.Remove();
        Assert.Equal([Four], OnDevice("theirs"));
    });

    [Fact]
    public void Kernel_WithoutTheKind_PutsItOnLo() => NetworkNamespace.Run(() =>
    {
        Keeper("nosuchkind", Four).Ensure();
        Assert.Equal([Four], OnDevice("lo").Where(address => address.Equals(Four)));
        Assert.Contains(Addresses(), held => held.Label == "lo:edgemesh0");
        // As the next start finds it after a kill.
        var next = Keeper("nosuchkind", Four);
        Assert.Equal([new HeldAddress(Four, "lo", true)], next.Ensure());
        next.Remove();
        Assert.DoesNotContain(Addresses(), held => held.Address.Equals(Four));
    });

    [Fact]
    public void WithoutCapability_SaysWhatToDo() => NetworkNamespace.Run(() =>
    {
        NetworkNamespace.DropCapabilities();
        var e = Assert.Throws<VirtualAddressException>(() => Keeper("dummy", Four).Ensure());
        Assert.Contains("CAP_NET_ADMIN", e.Message, StringComparison.Ordinal);
        Assert.Contains("--virtual-ip none", e.Message, StringComparison.Ordinal);
        Assert.False(e.MayPass);
    });

    /// <summary>A multicast address makes the kernel refuse for a reason that is not told apart here, as a busy one would.</summary>
    [Fact]
    public void Failure_NotKnownToNeedAPerson_MayPass() => NetworkNamespace.Run(() =>
    {
        var e = Assert.Throws<VirtualAddressException>(() => Keeper("nosuchkind", IPAddress.Parse("ff02::1")).Ensure());
        Assert.True(e.MayPass, e.Message);
    });

    [Fact]
    public void WithoutCapability_AnAddressThatIsThereWillDo() => NetworkNamespace.Run(() =>
    {
        Keeper("nosuchkind", Four).Ensure();
        NetworkNamespace.DropCapabilities();
        Assert.Equal("lo", Assert.Single(Keeper("dummy", Four).Ensure()).Device);
    });

    private static void WithDevice(Action test) => NetworkNamespace.Run(() =>
    {
        try
        {
            Do((links, _) => links.Create("probe", Kind));
        }
        catch (NetlinkException e) when (e.Error == Errno.NotSupported)
        {
            Assert.Skip($"this kernel has no devices of kind {Kind}");
        }
        test();
    });

    private static AddressKeeper Keeper(string kind, params IPAddress[] addresses)
    {
        var options = new VirtualAddressOptions { Kind = kind };
        foreach (var address in addresses) options.Addresses.Add(address);
        return new AddressKeeper(options, NullLogger.Instance);
    }

    private static void Do(Action<HostLinks, HostAddresses> act)
    {
        using var socket = new NetlinkSocket();
        act(new HostLinks(socket), new HostAddresses(socket));
    }

    private static IReadOnlyList<HostLink> Links()
    {
        using var socket = new NetlinkSocket();
        return new HostLinks(socket).List();
    }

    private static IReadOnlyList<HostAddress> Addresses()
    {
        using var socket = new NetlinkSocket();
        return new HostAddresses(socket).List();
    }

    private static IEnumerable<IPAddress> OnDevice(string name)
    {
        var index = Links().Single(link => link.Name == name).Index;
        return Addresses().Where(held => held.Link == index && !held.Address.IsIPv6LinkLocal).Select(held => held.Address);
    }
}
