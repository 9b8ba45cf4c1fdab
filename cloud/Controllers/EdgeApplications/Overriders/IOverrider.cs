using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

/// <summary>One change that a target makes to manifests.</summary>
internal interface IOverrider
{
    /// <summary>Where it stands in the application, for messages.</summary>
    string Place { get; }

    /// <summary>Whether the manifest has what it changes. A manifest that nobody else makes different for each target is so because of it.</summary>
    /// <param name="manifest">The manifest as the template has it.</param>
    /// <param name="body">The same with the changes made so far.</param>
    bool Takes(Manifest manifest, JsonObject body);

    /// <summary>Makes the change in a manifest that it takes, and returns it; <paramref name="body"/> may be changed or not.</summary>
    /// <exception cref="CannotRenderException">It cannot be made.</exception>
    JsonObject Apply(Manifest manifest, JsonObject body);

    /// <summary>What is wrong where no manifest has what it changes.</summary>
    string Untaken(IReadOnlyList<Manifest> manifests);
}
