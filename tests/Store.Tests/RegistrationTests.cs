using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Collections;
using KubeEdge.EdgeMesh.Edge.Store.Link;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Edge.Store.Watching;
using KubeEdge.EdgeMesh.Edge.Store.Writing;
using Microsoft.Extensions.DependencyInjection;

namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void AddObjectStore_AllInterfaces_AreOneStore()
    {
        var directory = Directory.CreateTempSubdirectory("edgemesh-di-").FullName;
        using (var provider = new ServiceCollection().AddLogging().AddObjectStore(options => options.DataDirectory = directory).BuildServiceProvider())
        {
            var store = provider.GetRequiredService<ObjectStore>();
            Assert.Same(store, provider.GetRequiredService<IObjectReader>());
            Assert.Same(store, provider.GetRequiredService<IObjectWatcher>());
            Assert.Same(store, provider.GetRequiredService<IObjectWriter>());
            Assert.Same(store, provider.GetRequiredService<ICollections>());
            Assert.Same(store, provider.GetRequiredService<ILink>());
        }
        // The provider has closed the store: the directory is free again.
        using (ObjectStore.Open(new StoreOptions { DataDirectory = directory }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)) { }
        Directory.Delete(directory, recursive: true);
    }
}
