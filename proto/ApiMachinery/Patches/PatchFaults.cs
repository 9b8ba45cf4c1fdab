using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;

/// <summary>The two ways in which a patch can be wrong.</summary>
internal static class PatchFaults
{
    /// <summary>400: it is no patch.</summary>
    public static StatusException Malformed(string message) => KubernetesStatus.BadRequest(message).ToException();

    /// <summary>422: it is one, but not for this object.</summary>
    public static StatusException NotApplicable(string message) => KubernetesStatus.Unprocessable(message).ToException();
}
