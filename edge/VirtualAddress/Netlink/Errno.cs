namespace KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;

/// <summary>What the kernel answers, as far as it is told apart here.</summary>
internal static class Errno
{
    /// <summary>The capability is missing (EPERM).</summary>
    public const int NotPermitted = 1;

    /// <summary>EINTR.</summary>
    public const int Interrupted = 4;

    /// <summary>IPv6 is switched off on the device (EACCES).</summary>
    public const int Denied = 13;

    /// <summary>It is there already (EEXIST).</summary>
    public const int Exists = 17;

    /// <summary>There is no such device (ENODEV).</summary>
    public const int NoDevice = 19;

    /// <summary>The kernel has no such kind of device (EOPNOTSUPP).</summary>
    public const int NotSupported = 95;

    /// <summary>The kernel does not know the family (EAFNOSUPPORT): netlink is closed to this process, or IPv6 is left out.</summary>
    public const int FamilyNotSupported = 97;

    /// <summary>There is no such address (EADDRNOTAVAIL).</summary>
    public const int NoAddress = 99;
}
