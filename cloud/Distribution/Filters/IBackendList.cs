using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>How an object lists the backends of a Service.</summary>
internal interface IBackendList
{
    /// <summary>The Service whose backends it lists; null where it belongs to none.</summary>
    ObjectKey? ServiceOf(RawObject current);

    /// <summary>
    /// The object without the backends that are not kept; every other byte as it was. <paramref name="keeps"/> is asked once for each backend,
    /// with the name of its node, or null where it names none.
    /// </summary>
    ReadOnlyMemory<byte> Filter(ReadOnlyMemory<byte> json, Func<string?, bool> keeps);
}
