using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Controllers.Runtime;

/// <summary>
/// One controller. It is level-triggered: <see cref="Concerns"/> says which keys a change is about, <see cref="Reconcile"/> looks at a key
/// and brings it to where it should be, from any state. All controllers run on one thread, so that none needs a lock; none waits.
/// </summary>
internal interface IController
{
    /// <summary>What it reads. Nothing is looked at before all of it is known.</summary>
    IReadOnlyList<GroupVersionResource> Reads { get; }

    /// <summary>The keys that a change is about; one of the two states is null where the object is new or gone.</summary>
    IEnumerable<ObjectKey> Concerns(GroupVersionResource resource, JsonObject? before, JsonObject? after);

    /// <summary>Looks at a key. A refusal by the API is thrown on, and the key comes again.</summary>
    /// <returns>When to look again though nothing changed; null for not before something does.</returns>
    TimeSpan? Reconcile(ObjectKey key);
}
