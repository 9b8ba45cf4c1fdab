using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>Addresses of network devices. Every member throws <see cref="NetlinkException"/> where the kernel refuses.</summary>
internal sealed class HostAddresses(NetlinkSocket socket)
{
    private const ushort New = 20;
    private const ushort Delete = 21;
    private const ushort Get = 22;
    private const ushort Address = 1;
    private const ushort Local = 2;
    private const ushort Label = 3;
    private const byte Internet = 2;
    private const byte Internet6 = 10;
    private const byte LinkScope = 253;
    /// <summary>Nobody else has it: IPv6 need not ask around before it may be used.</summary>
    private const byte NoDetection = 0x02;
    private const int BodyLength = 8;

    /// <summary>All addresses of all devices.</summary>
    public IReadOnlyList<HostAddress> List()
    {
        var found = new List<HostAddress>();
        socket.Ask("the list of addresses", new NetlinkRequest(Get, NetlinkRequest.Dump).Write(default(Body)), body =>
        {
            var fields = MemoryMarshal.Read<Body>(body);
            var attributes = body.AsSpan(BodyLength);
            var bytes = NetlinkAttributes.Find(attributes, Local);
            if (bytes.IsEmpty) bytes = NetlinkAttributes.Find(attributes, Address);
            if (bytes.Length is 4 or 16)
                found.Add(new HostAddress((int)fields.Index, new IPAddress(bytes), NetlinkAttributes.Text(NetlinkAttributes.Find(attributes, Label))));
        });
        return found;
    }

    /// <summary>Gives a device an address of its own, without a network around it.</summary>
    /// <param name="link">The device.</param>
    /// <param name="address">The address.</param>
    /// <param name="label">Names it for people and for our next start; ignored for IPv6, which has none.</param>
    public void Add(HostLink link, IPAddress address, string label)
    {
        var request = Request(New, NetlinkRequest.Acknowledge | NetlinkRequest.Create | NetlinkRequest.Exclusive, link.Index, address);
        if (address.AddressFamily == AddressFamily.InterNetwork) request.Attribute(Label, label);
        socket.Ask($"the address {address} on '{link.Name}'", request);
    }

    /// <summary>Takes an address away.</summary>
    public void Remove(HostAddress held) =>
        socket.Ask($"the address {held.Address} cannot be removed", Request(Delete, NetlinkRequest.Acknowledge, held.Link, held.Address));

    private static NetlinkRequest Request(ushort type, ushort flags, int link, IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        var isFour = address.AddressFamily == AddressFamily.InterNetwork;
        return new NetlinkRequest(type, flags)
            .Write(new Body
            {
                Family = isFour ? Internet : Internet6,
                PrefixLength = (byte)(bytes.Length * 8),
                Flags = isFour ? (byte)0 : NoDetection,
                Scope = isFour ? LinkScope : (byte)0,
                Index = (uint)link,
            })
            .Attribute(Local, bytes).Attribute(Address, bytes);
    }

    /// <summary>The kernel's struct ifaddrmsg.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Body
    {
        public byte Family;
        public byte PrefixLength;
        public byte Flags;
        public byte Scope;
        public uint Index;
    }
}
