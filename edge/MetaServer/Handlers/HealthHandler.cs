using System.Text;
using KubeEdge.EdgeMesh.Edge.MetaServer.Health;
using KubeEdge.EdgeMesh.Edge.MetaServer.Responses;
using KubeEdge.EdgeMesh.Edge.MetaServer.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Handlers;

/// <summary>Whether this server is well (kubernetes-api.md 4.3). Anybody may ask; what is wrong is said in the log only.</summary>
internal sealed class HealthHandler(IEnumerable<HealthCheck> checks, ILogger<HealthHandler> logger)
{
    private readonly HealthCheck[] _checks = [new HealthCheck("ping", () => null), .. checks];

    /// <summary>Whether a path is a health endpoint.</summary>
    public static bool Serves(RequestInfo info) =>
        !info.IsResourceRequest && info.Verb is "get" or "head" && RootOf(info.Path) is "healthz" or "livez" or "readyz";

    public async Task HandleAsync(HttpContext context, RequestInfo info)
    {
        var root = RootOf(info.Path);
        var only = info.Path.Length > root.Length + 2 ? info.Path[(root.Length + 2)..] : "";
        if (only.Length > 0 && !Array.Exists(_checks, check => check.Name == only && IsPartOf(check, root)))
        {
            await PlainText.NotFoundAsync(context);
            return;
        }
        var excluded = context.Request.Query["exclude"];
        var report = new StringBuilder();
        var isWell = true;
        foreach (var check in _checks)
        {
            if (only.Length > 0 ? check.Name != only : !IsPartOf(check, root)) continue;
            if (excluded.Contains(check.Name)) report.Append("[+]").Append(check.Name).Append(" excluded: ok\n");
            else if (check.FindProblem() is not { } problem) report.Append("[+]").Append(check.Name).Append(" ok\n");
            else
            {
                Log.CheckFailed(logger, check.Name, problem);
                report.Append("[-]").Append(check.Name).Append(" failed: reason withheld\n");
                isWell = false;
            }
        }
        if (excluded.Where(name => !Array.Exists(_checks, check => check.Name == name)).Select(static name => $"\"{name}\"").ToArray() is { Length: > 0 } unknown)
            report.Append("warn: some health checks cannot be excluded: no matches for ").AppendJoin(", ", unknown).Append('\n');
        report.Append(root).Append(isWell ? " check passed\n" : " check failed\n");
        var brief = isWell && (only.Length > 0 || !context.Request.Query.ContainsKey("verbose"));
        await PlainText.WriteAsync(context, isWell ? StatusCodes.Status200OK : StatusCodes.Status500InternalServerError, brief ? "ok" : report.ToString());
    }

    private static bool IsPartOf(HealthCheck check, string root) => root != "livez" || check.ForLiveness;

    private static string RootOf(string path) => path.Split('/', 3) is ["", var root, ..] ? root : "";
}
