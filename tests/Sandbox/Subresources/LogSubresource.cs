using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Pods;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>GET of <c>pods/log</c>: what a container printed, and with <c>follow</c> what it goes on to print.</summary>
internal sealed class LogSubresource(ClusterReads reads, PodOutput outputs) : IVerb
{
    public bool Serves(ApiCall call) => call.Info is { Verb: "get", Subresource: "log" };

    public async Task HandleAsync(ApiCall call)
    {
        var query = call.Context.Request.Query;
        var pod = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
        var container = PodContainers.Choose(pod, query["container"].ToString());
        var started = pod.Obj("status").Objs("containerStatuses").Any(status => status.Str("name") == container && status.Obj("state") is { } state && state["waiting"] is null);
        if (!started) throw KubernetesStatus.BadRequest($"container \"{container}\" in pod \"{call.Info.Name}\" is waiting to start: ContainerCreating").ToException();
        if (IsTrue(query, "previous"))
        {
            throw KubernetesStatus.BadRequest($"previous terminated container \"{container}\" in pod \"{call.Info.Name}\" not found").ToException();
        }

        call.Context.Response.ContentType = "text/plain";
        await call.Context.Response.StartAsync(call.Aborted);
        await StreamAsync(call, outputs.Find(call.Key, container), IsTrue(query, "follow"), IsTrue(query, "timestamps"), query["tailLines"].ToString());
    }

    private static async Task StreamAsync(ApiCall call, ContainerOutput output, bool follow, bool timestamps, string tail)
    {
        var from = int.TryParse(tail, out var wanted) ? Math.Max(0, output.Read(0).Next - wanted) : 0;
        while (true)
        {
            var (lines, next, more) = output.Read(from);
            from = next;
            var text = new StringBuilder();
            foreach (var (time, line) in lines) text.Append(timestamps ? time + " " : "").Append(line).Append('\n');
            if (text.Length > 0) await call.Context.Response.WriteAsync(text.ToString(), call.Aborted);
            await call.Context.Response.Body.FlushAsync(call.Aborted);
            if (!follow || more is null) return;
            await more.WaitAsync(call.Aborted);
        }
    }

    private static bool IsTrue(IQueryCollection query, string flag) => query[flag].ToString() is "true" or "1" or "True";
}
