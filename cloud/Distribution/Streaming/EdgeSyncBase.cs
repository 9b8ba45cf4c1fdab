using Grpc.Core;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>What the gRPC server asks of a service: a base class that declares the method, in place of the generated one.</summary>
[BindServiceMethod(typeof(EdgeSyncBinding), nameof(EdgeSyncBinding.Bind))]
internal abstract class EdgeSyncBase
{
    /// <summary>One node's stream, from Hello to its end.</summary>
    public abstract Task Sync(IAsyncStreamReader<EdgeFrame> edge, IServerStreamWriter<CloudFrame> cloud, ServerCallContext context);
}
