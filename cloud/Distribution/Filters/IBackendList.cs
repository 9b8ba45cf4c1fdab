using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>How an object lists the backends of a Service.</summary>
internal interface IBackendList
{
    /// <summary>The Service whose backends it lists; null where it belongs to none.</summary>
    ObjectKey? ServiceOf(RawObject current);

    /// <summary>Finds the backends in an object's JSON.</summary>
    BackendLayout Read(ReadOnlyMemory<byte> json);
}
