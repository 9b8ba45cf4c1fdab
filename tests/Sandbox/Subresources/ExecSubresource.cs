using System.Net.WebSockets;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Pods;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

/// <summary>
/// <c>pods/exec</c> over WebSocket, with the few commands of <see cref="TinyShell"/>. SPDY, which WebSockets replaced, is refused.
/// </summary>
internal sealed class ExecSubresource(ClusterReads reads) : IVerb
{
    private static readonly string[] s_protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    public bool Serves(ApiCall call) => call.Info is { Verb: "get" or "create", Subresource: "exec" };

    public async Task HandleAsync(ApiCall call)
    {
        var pod = reads.Get(call.Definition.Resource, call.Key) ?? throw KubernetesStatus.NotFound(call.Definition.Resource, call.Info.Name).ToException();
        var query = call.Context.Request.Query;
        PodContainers.Choose(pod, query["container"].ToString());
        if (pod.Obj("status").Str("phase") != "Running") throw KubernetesStatus.BadRequest($"pod {call.Info.Name} is not running").ToException();
        if (query["command"].Count == 0) throw KubernetesStatus.BadRequest("you must specify at least 1 command for the exec").ToException();
        var sockets = call.Context.WebSockets;
        var protocol = s_protocols.FirstOrDefault(name => sockets.WebSocketRequestedProtocols.Contains(name));
        if (!sockets.IsWebSocketRequest || protocol is null)
        {
            throw KubernetesStatus.BadRequest($"exec is served over WebSocket only, with {string.Join(" or ", s_protocols)}").ToException();
        }

        using var socket = await sockets.AcceptWebSocketAsync(protocol);
        using var channels = new ExecChannels(socket, protocol == s_protocols[0]);
        var command = query["command"].OfType<string>().ToArray();
        var code = await TinyShell.RunAsync(command, pod.Meta().Str("name"), channels, call.Aborted);
        await channels.EndAsync(code, call.Aborted);
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, call.Aborted);
    }
}
