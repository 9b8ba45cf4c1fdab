using System.Collections.Concurrent;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Tests.Benchmarks.FanOut;

/// <summary>A cluster that holds what it is told: what a cloud sees of one, without one.</summary>
internal sealed class ScriptedInformers : IInformers
{
    private readonly ConcurrentDictionary<GroupVersionResource, ScriptedInformer> _informers = [];
    private long _revision = 1;

    public IRawInformer For(GroupVersionResource resource) => _informers.GetOrAdd(resource, key => new ScriptedInformer(key));

    /// <summary>Puts an object; <c>RV</c> in the JSON stands for its revision.</summary>
    public void Put(GroupVersionResource resource, string json) => Put(resource, Prepare(json));

    /// <summary>Makes an object of the next revision, without telling of it yet.</summary>
    public RawObject Prepare(string json)
    {
        var revision = ++_revision;
        return RawObjectReader.Parse(System.Text.Encoding.UTF8.GetBytes(
            json.Replace("RV", revision.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)));
    }

    /// <summary>Tells of an object.</summary>
    public void Put(GroupVersionResource resource, RawObject prepared) => ((ScriptedInformer)For(resource)).Put(prepared);

    private sealed class ScriptedInformer(GroupVersionResource resource) : IRawInformer
    {
        private readonly Lock _lock = new();
        private readonly List<IRawObjectHandler> _handlers = [];
        private readonly Dictionary<ObjectKey, RawObject> _objects = [];

        public GroupVersionResource Resource => resource;

        public bool Synced => true;

        public long Revision { get; private set; } = 1;

        public IDisposable Subscribe(IRawObjectHandler handler)
        {
            lock (_lock)
            {
                foreach (var value in _objects.Values) handler.Upserted(value, null);
                handler.Progressed(Revision);
                _handlers.Add(handler);
            }
            return new Subscription(() =>
            {
                lock (_lock) _handlers.Remove(handler);
            });
        }

        public void Put(RawObject value)
        {
            lock (_lock)
            {
                var previous = _objects.GetValueOrDefault(value.Key);
                _objects[value.Key] = value;
                Revision = value.Revision;
                foreach (var handler in _handlers)
                {
                    handler.Upserted(value, previous);
                    handler.Progressed(value.Revision);
                }
            }
        }
    }

    private sealed class Subscription(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
