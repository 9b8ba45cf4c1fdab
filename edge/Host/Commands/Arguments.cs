using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Edge.Host.Identity;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>Options that several commands have, or whose text has a form of its own.</summary>
internal static partial class Arguments
{
    /// <summary>Where the MetaServer is unless somebody says otherwise.</summary>
    public static IPEndPoint DefaultListen { get; } = new(IPAddress.Loopback, 10550);

    public static Option<string> Data() => new("--data")
    {
        Description = "The directory of the node's identity and of what it holds.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "/var/lib/edgemesh",
    };

    /// <summary><c>ADDRESS:PORT</c>, repeatable; <c>:PORT</c> listens on every address.</summary>
    public static Option<IPEndPoint[]> Listen() => new("--listen")
    {
        Description = "Where pods reach the MetaServer. Repeatable.",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => [DefaultListen],
        CustomParser = result =>
        {
            var endpoints = new List<IPEndPoint>();
            foreach (var token in result.Tokens)
            {
                if (ParseEndpoint(token.Value) is { } endpoint) endpoints.Add(endpoint);
                else result.AddError($"--listen wants ADDRESS:PORT, for example {DefaultListen}, not '{token.Value}'.");
            }

            return [.. endpoints];
        },
    };

    /// <summary><c>HOST:PORT</c> of the cloud.</summary>
    public static Option<CloudAddress> Cloud() => new("--cloud")
    {
        Description = "Where the cloud is.",
        HelpName = "HOST:PORT",
        Required = true,
        CustomParser = result =>
        {
            if (CloudAddress.TryParse(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"--cloud wants HOST:PORT, for example cloud.example.com:10350, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    private static IPEndPoint? ParseEndpoint(string text)
    {
        if (text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new IPEndPoint(IPAddress.Any, port);
        // Without a colon after the address IPEndPoint would take port 0 for granted.
        return Tail().IsMatch(text) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
    }

    [GeneratedRegex(@"(\]|^[0-9.]+):\d{1,5}\z")]
    private static partial Regex Tail();
}
