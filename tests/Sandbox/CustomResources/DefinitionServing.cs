using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;

/// <summary>Serves what the definitions define, from the moment they are committed.</summary>
internal sealed class DefinitionServing(ResourceRegistry registry) : IChangeObserver
{
    public void Changed(Change change)
    {
        if (change.Definition.Resource is not { Group: "apiextensions.k8s.io", Resource: "customresourcedefinitions" }) return;
        registry.Serve(change.Key.Name, change.After is null ? [] : DefinitionReader.Read(change.After));
    }
}
