using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Testing;

/// <summary>Tells of every Secret that the sandbox stores.</summary>
internal sealed class SecretsTold : IChangeObserver
{
    public void Changed(Change change)
    {
        if (change is { Definition.Resource: { Group: "", Resource: "secrets" }, After: { } secret }) Told.Secret(secret);
    }
}
