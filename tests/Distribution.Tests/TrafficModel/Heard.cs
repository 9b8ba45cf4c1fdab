using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>A cluster's facts as far as somebody has heard of them.</summary>
internal sealed class Heard
{
    public static readonly GroupVersionResource[] All = [Collections.Nodes, Collections.Services, Collections.EndpointSlices, Collections.Endpoints];

    public Dictionary<ObjectKey, Fact.Node> Nodes { get; } = [];

    public Dictionary<ObjectKey, Fact.Service> Services { get; } = [];

    public Dictionary<ObjectKey, Fact.Slice> Slices { get; } = [];

    public Dictionary<ObjectKey, Fact.Endpoints> Endpoints { get; } = [];

    public static ObjectIdentity Identity(Fact fact) => new(Of(fact), fact.Key);

    public static GroupVersionResource Of(Fact fact) => fact switch
    {
        Fact.Node => Collections.Nodes,
        Fact.Service => Collections.Services,
        Fact.Slice => Collections.EndpointSlices,
        _ => Collections.Endpoints,
    };

    public string GroupOf(string node) => Nodes.TryGetValue(new ObjectKey("", node), out var known) ? known.Group : "";

    public IEnumerable<Fact> Facts(GroupVersionResource collection) =>
        collection == Collections.Nodes ? Nodes.Values : collection == Collections.Services ? Services.Values : collection == Collections.EndpointSlices ? Slices.Values : Endpoints.Values;

    public Fact? Find(GroupVersionResource collection, ObjectKey key) => Facts(collection).FirstOrDefault(fact => fact.Key == key);

    public void Put(Fact fact)
    {
        switch (fact)
        {
            case Fact.Node node: Nodes[fact.Key] = node; break;
            case Fact.Service service: Services[fact.Key] = service; break;
            case Fact.Slice slice: Slices[fact.Key] = slice; break;
            case Fact.Endpoints endpoints: Endpoints[fact.Key] = endpoints; break;
        }
    }

    public bool Remove(GroupVersionResource collection, ObjectKey key) =>
        collection == Collections.Nodes ? Nodes.Remove(key)
        : collection == Collections.Services ? Services.Remove(key)
        : collection == Collections.EndpointSlices ? Slices.Remove(key) : Endpoints.Remove(key);
}
