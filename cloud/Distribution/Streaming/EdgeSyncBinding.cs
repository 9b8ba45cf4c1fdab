using Grpc.Core;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Binds the method by hand, in place of the generated base class, so that messages are written from bytes that exist already.</summary>
internal static class EdgeSyncBinding
{
    private static readonly Method<EdgeFrame, CloudFrame> _sync = new(
        MethodType.DuplexStreaming, "edgemesh.v1.EdgeSync", nameof(EdgeSyncBase.Sync),
        Marshallers.Create<EdgeFrame>(static (_, _) => throw new NotSupportedException("the cloud does not send what edges say"), WireMapping.Read),
        Marshallers.Create<CloudFrame>(WireMapping.Write, static _ => throw new NotSupportedException("the cloud does not hear what clouds say")));

    /// <summary>Called by the gRPC server, by way of the attribute on the base class.</summary>
    public static void Bind(ServiceBinderBase binder, EdgeSyncBase? service) =>
        binder.AddMethod(_sync, service is null ? null! : service.Sync);
}
