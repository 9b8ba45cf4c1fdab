using System.CommandLine;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Store;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KubeEdge.EdgeMesh.Edge.Host.Commands;

/// <summary><c>run</c></summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var data = Arguments.Data();
        var listen = Arguments.Listen();
        var virtualAddress = Arguments.VirtualAddress();
        var advertise = Arguments.Advertise();
        var wantedIdle = Arguments.WantedIdle();
        var secretsKey = Arguments.SecretsKey();
        var apiAudiences = Arguments.ApiAudiences();
        var limits = new LimitArguments();
        var audit = new AuditArguments();
        var logs = new LogArguments();
        var command = new Command("run", "Serve the node's pods until stopped.") { data, listen, virtualAddress, advertise, wantedIdle, secretsKey, apiAudiences };
        limits.AddTo(command);
        audit.AddTo(command);
        logs.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var access = PodAccess.Decide(parsed.GetValue(listen)!, parsed.GetValue(virtualAddress)!, parsed.GetValue(advertise)!);
            var limitsOf = limits.Read(parsed);
            var directory = new IdentityDirectory(parsed.GetValue(data)!);
            DataDirectory.Claim(directory.Path);
            var started = false;
            await using var app = EdgeApplication.Build(new EdgeRun(
                directory.Path, directory.Load(), access, logging => logs.Configure(logging, parsed, () => started))
            {
                SecretsKey = await parsed.GetValue(secretsKey)!.ReadAsync(directory.Path, cancellationToken),
                WantedIdle = parsed.GetValue(wantedIdle),
                Limits = limitsOf,
                ApiAudiences = parsed.GetValue(apiAudiences)!,
                Audit = audit.Read(parsed, directory.Path),
            });
            await app.StartAsync(cancellationToken);
            started = true;
            await app.WaitForShutdownAsync(cancellationToken);
            return app.Services.GetRequiredService<RefusalExit>().Reason is { } reason ? throw new RefusedException(reason) : ExitCode.Ok;
        });
        return command;
    }
}
