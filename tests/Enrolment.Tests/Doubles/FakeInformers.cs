using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Enrolment.Tests.Doubles;

/// <summary>Tells at once what happens in a <see cref="FakeCluster"/>; or holds it back, as a watch does that lags.</summary>
internal sealed class FakeInformers(FakeCluster cluster) : IInformers
{
    private readonly List<FakeInformer> _all = [];

    /// <summary>Set to tell nothing for now.</summary>
    public bool Lags { get; set; }

    public IRawInformer For(GroupVersionResource resource)
    {
        var informer = new FakeInformer(resource, this, cluster);
        _all.Add(informer);
        return informer;
    }

    private sealed class FakeInformer(GroupVersionResource resource, FakeInformers owner, FakeCluster cluster) : IRawInformer
    {
        public GroupVersionResource Resource => resource;

        public bool Synced => true;

        public long Revision => 1;

        public IDisposable Subscribe(IRawObjectHandler handler)
        {
            foreach (var (path, json) in cluster.Objects) Tell(handler, path, json, 0);
            handler.Progressed(1);
            void OnChanged(string path, JsonObject? json, long revision)
            {
                if (!owner.Lags) Tell(handler, path, json, revision);
            }
            cluster.Changed += OnChanged;
            return new Subscription(() => cluster.Changed -= OnChanged);
        }

        private void Tell(IRawObjectHandler handler, string path, JsonObject? json, long revision)
        {
            if (path.Split('/') is not ["", "api", "v1", "namespaces", var ns, var plural, var name] || plural != resource.Resource) return;
            var raw = new RawObject(
                Encoding.UTF8.GetBytes(json?.ToJsonString() ?? "{}"), new ObjectKey(ns, name), "", json is null ? 0 : long.Parse((string)json["metadata"]!["resourceVersion"]!, null));
            if (json is null) handler.Deleted(raw, revision);
            else handler.Upserted(raw, null);
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
