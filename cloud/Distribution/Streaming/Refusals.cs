using Grpc.Core;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Every way in which a stream ends by the cloud's will; the table is in proto/Wire/README.md. Each message is one line for a person.</summary>
internal static class Refusals
{
    public static RpcException NoIdentity(string? refusal) => Of(StatusCode.Unauthenticated, refusal
        ?? "no client certificate that names a node (CN=system:node:<name>, O=system:nodes): join the node again with 'edgemesh-edge join'");

    public static RpcException NoLongerNode(string node) => Of(StatusCode.Unauthenticated,
        $"the certificate of node '{node}' no longer counts: the node was revoked, or another machine has joined under its name");

    public static RpcException WrongName(string certified, string claimed) => Of(StatusCode.PermissionDenied,
        $"the certificate is that of node '{certified}' but the daemon says that it is '{claimed}': run it under the name that it joined with, or join again");

    public static RpcException UnknownNode(string node) => Of(StatusCode.NotFound,
        $"the cluster has no Node '{node}': register it (the kubelet does), or join with the name of an existing Node ('kubectl get nodes')");

    public static RpcException NodeDeleted(string node) => Of(StatusCode.NotFound,
        $"Node '{node}' was deleted from the cluster: register it again, or stop this daemon");

    public static RpcException SecondDaemon(string node, string peer, DateTimeOffset since) => Of(StatusCode.AlreadyExists,
        $"another daemon with another data directory is connected as node '{node}' (from {peer}, since {since:u}): stop one of the two, or join this one under its own name");

    public static RpcException Replaced() => Of(StatusCode.Aborted, "a newer stream of the same daemon took this one's place");

    public static RpcException Unresponsive() => Of(StatusCode.Aborted, "another daemon took this node's place, since this one did not answer");

    public static RpcException Versions(string edge, string cloud, bool edgeIsOlder) => Of(StatusCode.FailedPrecondition,
        $"the edge speaks protocol {edge}, the cloud {cloud}: upgrade the {(edgeIsOlder ? "edge" : "cloud")}");

    public static RpcException Broken(string how) => Of(StatusCode.InvalidArgument, $"the edge broke the law of the stream: {how}");

    public static RpcException TooMuch(string of, int limit) => Of(StatusCode.ResourceExhausted, $"too many {of} at once: the cloud allows {limit}");

    public static RpcException NoHello(TimeSpan limit) => Of(StatusCode.DeadlineExceeded, $"no Hello within {limit.TotalSeconds:0} s");

    public static RpcException NoAcknowledgement(TimeSpan limit) => Of(StatusCode.DeadlineExceeded, $"nothing was acknowledged for {limit.TotalSeconds:0} s");

    public static RpcException NotReady() => Of(StatusCode.Unavailable, "the cloud has not read the cluster yet: try again soon");

    public static RpcException Stopping() => Of(StatusCode.Unavailable, "the cloud is stopping: connect again");

    private static RpcException Of(StatusCode code, string message) => new(new Status(code, message));
}
