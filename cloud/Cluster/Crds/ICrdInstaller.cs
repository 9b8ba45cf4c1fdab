using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Cluster.Crds;

/// <summary>Puts our CustomResourceDefinitions into the cluster (<c>--install-crds</c>).</summary>
public interface ICrdInstaller
{
    /// <summary>Applies every definition that this build carries and waits until the cluster serves it. Nothing is written where nothing differs.</summary>
    /// <exception cref="StatusException">The API server refused, for example for want of the right to.</exception>
    /// <exception cref="HttpRequestException">The API server did not answer.</exception>
    /// <exception cref="TimeoutException">A definition was not served within half a minute.</exception>
    Task InstallAsync(CancellationToken cancellationToken);
}
