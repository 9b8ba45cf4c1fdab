using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>A request that failed.</summary>
/// <param name="Words">Why, for a person.</param>
/// <param name="IsRefusal">
/// Whether the API server has answered, and the answer stays until somebody changes the application or the cluster. Trying again goes on, for
/// nobody tells when that is; but what became of the application is known.
/// </param>
internal sealed record Failure(string Words, bool IsRefusal)
{
    /// <summary>
    /// Whether trying again alone mends nothing: an object that is not valid, a right that is missing, an admission that says no, a namespace that
    /// is not there. A conflict, a kind that is served only in a moment, a server in trouble pass by themselves.
    /// </summary>
    public static bool Lasts(KubernetesStatus status) =>
        status.Code is 400 or 403 or 405 or 413 or 415 or 422 || status is { Code: 404, Details.Kind: "namespaces" };
}
