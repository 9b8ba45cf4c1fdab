using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KubeEdge.EdgeMesh.Edge.Host.Identity;

/// <summary>Where the cloud is: <c>HOST:PORT</c>; an IPv6 address stands in brackets.</summary>
/// <param name="Host">A DNS name or an address, without brackets.</param>
/// <param name="Port">1 to 65535.</param>
internal sealed record CloudAddress(string Host, int Port)
{
    /// <summary>As an address to call.</summary>
    public Uri Uri => new($"https://{this}");

    /// <summary>Reads the written form.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CloudAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
            return false;

        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']') && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var ip)
            && ip.AddressFamily == AddressFamily.InterNetworkV6)
            host = host[1..^1];
        else if (Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
            return false;

        address = new CloudAddress(host, port);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
