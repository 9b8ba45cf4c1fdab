using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>Network devices: finds, makes and removes them. Every member throws <see cref="NetlinkException"/> where the kernel refuses.</summary>
internal sealed class HostLinks(NetlinkSocket socket)
{
    private const ushort New = 16;
    private const ushort Delete = 17;
    private const ushort Get = 18;
    private const ushort Name = 3;
    private const ushort Information = 18;
    private const ushort Kind = 1;
    private const uint Up = 1;
    private const int BodyLength = 16;

    /// <summary>All devices.</summary>
    public IReadOnlyList<HostLink> List()
    {
        var found = new List<HostLink>();
        socket.Ask("the list of network devices", new NetlinkRequest(Get, NetlinkRequest.Dump).Write(default(Body)), body =>
        {
            var fields = MemoryMarshal.Read<Body>(body);
            var attributes = body.AsSpan(BodyLength);
            var information = NetlinkAttributes.Find(attributes, Information);
            found.Add(new HostLink(
                fields.Index, NetlinkAttributes.Text(NetlinkAttributes.Find(attributes, Name)),
                NetlinkAttributes.Text(NetlinkAttributes.Find(information, Kind)), (fields.Flags & Up) != 0));
        });
        return found;
    }

    /// <summary>Makes a device and switches it on.</summary>
    public void Create(string name, string kind) => socket.Ask(
        $"a device '{name}' of kind {kind}",
        new NetlinkRequest(New, NetlinkRequest.Acknowledge | NetlinkRequest.Create | NetlinkRequest.Exclusive)
            .Write(new Body { Flags = Up, Change = Up }).Attribute(Name, name).Attribute(Information, Kind, kind));

    /// <summary>Switches a device on.</summary>
    public void SwitchOn(HostLink link) => socket.Ask(
        $"the device '{link.Name}' cannot be switched on",
        new NetlinkRequest(New, NetlinkRequest.Acknowledge).Write(new Body { Index = link.Index, Flags = Up, Change = Up }));

    /// <summary>Removes a device, and its addresses with it.</summary>
    public void Remove(HostLink link) => socket.Ask(
        $"the device '{link.Name}' cannot be removed", new NetlinkRequest(Delete, NetlinkRequest.Acknowledge).Write(new Body { Index = link.Index }));

    /// <summary>The kernel's struct ifinfomsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Body
    {
        public byte Family;
        public byte Padding;
        public ushort Type;
        public int Index;
        public uint Flags;
        public uint Change;
    }
}
