using System.Text;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Distribution.Tests.Fakes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.Filters;

/// <summary>A change of a node that happens now and is heard of later.</summary>
internal sealed class FakeLateNode(FakeCluster cluster, string name)
{
    private readonly long _revision = cluster.Revision;

    public void Arrive(string group)
    {
        var json = new JsonObject
        {
            ["kind"] = "Node",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["resourceVersion"] = $"{_revision}",
                ["labels"] = new JsonObject { ["apps.kubeedge.io/belonging-to"] = group },
            },
        };
        cluster.Informer(Collections.Nodes).Upsert(new RawObject(Encoding.UTF8.GetBytes(json.ToJsonString()), new ObjectKey("", name), name, _revision));
    }
}
