using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Http;

/// <summary>The DeleteOptions of a request: in its body, or in its query.</summary>
/// <param name="Options">What to do.</param>
/// <param name="DryRun">Whether only to say what would be done.</param>
internal sealed record DeleteBody(DeleteOptions Options, bool DryRun)
{
    /// <exception cref="StatusException">400: an option has a value that it cannot have.</exception>
    public static async Task<DeleteBody> ReadAsync(HttpContext context)
    {
        var body = await RequestBody.ReadOptionsAsync(context);
        var query = context.Request.Query;
        var policy = body.Str("propagationPolicy") is { Length: > 0 } inBody ? inBody : query["propagationPolicy"].ToString();
        var grace = body.Int("gracePeriodSeconds") ?? (long.TryParse(query["gracePeriodSeconds"], out var seconds) ? seconds : null);
        if (grace is < 0) throw KubernetesStatus.BadRequest("gracePeriodSeconds: must be greater than or equal to 0").ToException();
        var orphans = body?["orphanDependents"]?.GetValue<bool>() ?? false;
        var preconditions = body.Obj("preconditions");
        return new DeleteBody(
            new DeleteOptions
            {
                Propagation = orphans ? DeletePropagation.Orphan : Policy(policy),
                GracePeriodSeconds = grace,
                Uid = preconditions.Str("uid") is { Length: > 0 } uid ? uid : null,
                ResourceVersion = preconditions.Str("resourceVersion") is { Length: > 0 } version ? version : null,
            },
            body.Strs("dryRun").Any());
    }

    private static DeletePropagation Policy(string text) => text switch
    {
        "" or "Background" => DeletePropagation.Background,
        "Foreground" => DeletePropagation.Foreground,
        "Orphan" => DeletePropagation.Orphan,
        _ => throw KubernetesStatus.BadRequest(
            $"propagationPolicy: Unsupported value: \"{text}\": supported values: \"Foreground\", \"Background\", \"Orphan\"").ToException(),
    };
}
