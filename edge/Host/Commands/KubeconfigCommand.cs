using System.CommandLine;
using System.Text;
using System.Text.Json;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Status;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary><c>kubeconfig</c></summary>
internal static class KubeconfigCommand
{
    public static Command Create()
    {
        var data = Arguments.Data();
        var token = new Option<string?>("--token") { Description = "A service account's token, to be written into the kubeconfig.", HelpName = "TOKEN" };
        var tokenFile = new Option<string?>("--token-file") { Description = "A file with a service account's token; the kubeconfig names the file.", HelpName = "FILE" };
        var server = new Option<string?>("--server")
        {
            Description = $"The MetaServer's address. Default: where the daemon serves, or https://{Arguments.DefaultListen} when it is not running.",
            HelpName = "URL",
        };
        var command = new Command("kubeconfig", "Print a kubeconfig for this node's MetaServer.") { data, token, tokenFile, server };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (inline, file) = (parsed.GetValue(token), parsed.GetValue(tokenFile));
            if (inline is null == file is null)
                throw new UsageException("Give either --token-file or --token: the token of the service account to speak as ('kubectl create token NAME -n NAMESPACE').");
            if (file is not null && !File.Exists(file))
                throw new UsageException($"--token-file '{file}' does not exist.");
            var directory = new IdentityDirectory(parsed.GetValue(data)!);
            var authorities = directory.ReadAuthorities();
            var address = parsed.GetValue(server) ?? await FindServerAsync(directory.Path, cancellationToken);
            Console.Out.Write(Write(directory.ReadConfig()!.Node, address, authorities, inline, file is null ? null : Path.GetFullPath(file)));
            return ExitCode.Ok;
        });
        return command;
    }

    private static async Task<string> FindServerAsync(string data, CancellationToken cancellationToken)
    {
        if (await StatusClient.AskAsync(data, cancellationToken) is not { } report)
            return $"https://{Arguments.DefaultListen}";

        using var document = JsonDocument.Parse(report);
        var address = document.RootElement.GetProperty("addresses").EnumerateArray().First().GetString()!;
        return address.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//[::]:", "//127.0.0.1:", StringComparison.Ordinal);
    }

    /// <summary>JSON is YAML: quoting is settled for us.</summary>
    private static string Write(string node, string server, string authorities, string? token, string? tokenFile)
    {
        static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
        var credential = token is not null ? $"token: {Quote(token)}" : $"tokenFile: {Quote(tokenFile!)}";
        return $"""
            apiVersion: v1
            kind: Config
            clusters:
              - name: {Quote(node)}
                cluster:
                  server: {Quote(server)}
                  certificate-authority-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities))}
            users:
              - name: {Quote(node)}
                user:
                  {credential}
            contexts:
              - name: {Quote(node)}
                context:
                  cluster: {Quote(node)}
                  user: {Quote(node)}
            current-context: {Quote(node)}

            """;
    }
}
