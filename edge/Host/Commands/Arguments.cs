using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Sealing;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary>Options that several commands have, or whose text has a form of its own.</summary>
internal static partial class Arguments
{
    /// <summary>Where the MetaServer is unless somebody says otherwise.</summary>
    public static IPEndPoint DefaultListen { get; } = new(IPAddress.Loopback, 10550);

    /// <summary>Where pods of this node reach it, unless somebody says otherwise. KubeEdge's pods know it.</summary>
    public static IPAddress DefaultVirtualAddress { get; } = IPAddress.Parse("169.254.30.10");

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

    /// <summary><c>ADDRESS</c>, repeatable; <c>none</c> for no virtual address.</summary>
    public static Option<IPAddress[]> VirtualAddress() => new("--virtual-ip")
    {
        Description = "An address of this node alone, made by the daemon, at which its pods reach the MetaServer; 'none' makes none. Repeatable, for IPv6.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => [DefaultVirtualAddress],
        CustomParser = result => ParseAddresses(result, "--virtual-ip", $"for example {DefaultVirtualAddress}, or none"),
    };

    /// <summary><c>ADDRESS</c>, repeatable.</summary>
    public static Option<IPAddress[]> Advertise() => new("--advertise")
    {
        Description = "Where this node's pods reach the MetaServer, if not at the virtual address: an address of --listen. Repeatable, for IPv6.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => [],
        CustomParser = result => ParseAddresses(result, "--advertise", "for example 192.0.2.7"),
    };

    /// <summary>Where the key comes from that Secrets are encrypted with.</summary>
    public static Option<SecretsKeySource> SecretsKey() => new("--secrets-key")
    {
        Description = "With what Secrets are encrypted in the database: credential:NAME (systemd's LoadCredentialEncrypted=), file:PATH, exec:COMMAND, " +
            $"or auto: the credential {SecretsKeySource.DefaultCredential} where there is one, else secrets.key in the data directory, made at the first start.",
        HelpName = "SOURCE",
        DefaultValueFactory = _ => SecretsKeySource.Auto,
        CustomParser = result =>
        {
            if (SecretsKeySource.TryParse(result.Tokens[0].Value, out var source)) return source;
            result.AddError($"--secrets-key wants auto, file:PATH, credential:NAME or exec:COMMAND, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    /// <summary>A time such as <c>90m</c>, <c>24h</c> or <c>7d</c>.</summary>
    public static Option<TimeSpan> WantedIdle() => new("--wanted-idle")
    {
        Description = "How long a collection that is kept because pods read it stays after its last use.",
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromHours(24),
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (Time().Match(text) is { Success: true } match && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                var time = match.Groups[2].Value switch { "m" => TimeSpan.FromMinutes(count), "h" => TimeSpan.FromHours(count), _ => TimeSpan.FromDays(count) };
                if (time >= TimeSpan.FromMinutes(1) && time <= TimeSpan.FromDays(365)) return time;
            }

            result.AddError($"--wanted-idle wants a time from 1m to 365d, for example 24h, not '{text}'.");
            return default;
        },
    };

    /// <summary>As a kube-apiserver has it.</summary>
    public static Option<string[]> ApiAudiences() => new("--api-audiences")
    {
        Description = "Whom pods' tokens have to be for, separated by commas, as the API server's own --api-audiences says. [default: what the cloud has learnt]",
        HelpName = "AUDIENCES",
        DefaultValueFactory = _ => [],
        CustomParser = result =>
        {
            string[] audiences = [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Distinct()];
            if (audiences.Length == 0) result.AddError("--api-audiences wants audiences, for example https://kubernetes.default.svc, separated by commas.");
            return audiences;
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

    private static IPAddress[] ParseAddresses(ArgumentResult result, string name, string example)
    {
        var addresses = new List<IPAddress>();
        foreach (var token in result.Tokens.Where(token => token.Value is not ("" or "none")))
        {
            // "10550" would be taken for 0.0.41.54.
            if (IPAddress.TryParse(token.Value, out var address) && token.Value.AsSpan().ContainsAny('.', ':')) addresses.Add(address);
            else result.AddError($"{name} wants an address, {example}, not '{token.Value}'.");
        }

        return [.. addresses.Distinct()];
    }

    private static IPEndPoint? ParseEndpoint(string text)
    {
        if (text.StartsWith(':') && ushort.TryParse(text.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return new IPEndPoint(IPAddress.Any, port);
        // Without a colon after the address IPEndPoint would take port 0 for granted.
        return Tail().IsMatch(text) && IPEndPoint.TryParse(text, out var endpoint) ? endpoint : null;
    }

    [GeneratedRegex(@"(\]|^[0-9.]+):\d{1,5}\z")]
    private static partial Regex Tail();

    [GeneratedRegex(@"^(\d{1,6})([mhd])\z")]
    private static partial Regex Time();
}
