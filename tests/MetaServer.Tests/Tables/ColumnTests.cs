using KubeEdge.EdgeMesh.MetaServer.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.MetaServer.Tests.Tables;

/// <summary>The columns that kubectl's users know (kubernetes-api.md 3.4), five hours after everything was made.</summary>
public sealed class ColumnTests : IAsyncLifetime
{
    private ReadServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await ReadServer.StartAsync(time: new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 5, 0, 0, TimeSpan.Zero)));

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    public static TheoryData<string, string, string, string> Kinds => new()
    {
        {
            "v1/pods Pod",
            """
            "spec":{"nodeName":"n1","containers":[{"name":"a"},{"name":"b"}]},"status":{"phase":"Running","podIP":"10.0.0.1","podIPs":[{"ip":"10.0.0.1"},{"ip":"fd::1"}],
            "containerStatuses":[{"name":"a","ready":true,"restartCount":2,"state":{"running":{}},"lastState":{"terminated":{"finishedAt":"2026-01-01T04:00:00Z"}}},
            {"name":"b","ready":false,"restartCount":1,"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}
            """,
            "Name Ready Status Restarts Age | IP Node Nominated_Node Readiness_Gates",
            """["x","1/2","CrashLoopBackOff","3 (60m ago)","5h","10.0.0.1","n1","<none>","<none>"]"""
        },
        {
            "v1/pods Pod",
            """
            "spec":{"initContainers":[{"name":"i"},{"name":"s","restartPolicy":"Always"}],"containers":[{"name":"a"}]},
            "status":{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"running":{}}},{"name":"s","state":{"waiting":{"reason":"PodInitializing"}}}]}
            """,
            "Name Ready Status Restarts Age | IP Node Nominated_Node Readiness_Gates",
            """["x","0/2","Init:0/2","0","5h","<none>","<none>","<none>","<none>"]"""
        },
        {
            "v1/nodes Node",
            """
            "spec":{"unschedulable":true},"status":{"conditions":[{"type":"Ready","status":"True"}],"addresses":[{"type":"InternalIP","address":"192.0.2.1"}],
            "nodeInfo":{"kubeletVersion":"v1.36.0","osImage":"Debian","kernelVersion":"6.1","containerRuntimeVersion":"containerd://2"}}
            """,
            "Name Status Roles Age Version | Internal-IP External-IP OS-Image Kernel-Version Container-Runtime",
            """["x","Ready,SchedulingDisabled","<none>","5h","v1.36.0","192.0.2.1","<none>","Debian","6.1","containerd://2"]"""
        },
        {
            "v1/services Service",
            """ "spec":{"type":"NodePort","clusterIP":"10.96.0.1","clusterIPs":["10.96.0.1"],"ports":[{"port":80,"nodePort":30080,"protocol":"TCP"},{"port":53,"protocol":"UDP"}],"selector":{"b":"2","a":"1"}} """,
            "Name Type Cluster-IP External-IP Port(s) Age | Selector",
            """["x","NodePort","10.96.0.1","<none>","80:30080/TCP,53/UDP","5h","a=1,b=2"]"""
        },
        {
            "v1/endpoints Endpoints",
            """ "subsets":[{"addresses":[{"ip":"10.0.0.1"},{"ip":"fd::2"}],"ports":[{"port":80},{"port":443}]}] """,
            "Name Endpoints Age |",
            """["x","10.0.0.1:80,[fd::2]:80,10.0.0.1:443 + 1 more...","5h"]"""
        },
        {
            "discovery.k8s.io/v1/endpointslices EndpointSlice",
            """ "addressType":"IPv4","ports":[{"port":80},{}],"endpoints":[] """,
            "Name AddressType Ports Endpoints Age |",
            """["x","IPv4","80,*","<unset>","5h"]"""
        },
        {
            "apps/v1/deployments Deployment",
            """
            "spec":{"replicas":3,"selector":{"matchLabels":{"a":"b"},"matchExpressions":[{"key":"c","operator":"NotIn","values":["d","e"]}]},
            "template":{"spec":{"containers":[{"name":"m","image":"i:1"},{"name":"n","image":"j:2"}]}}},"status":{"readyReplicas":2,"updatedReplicas":3,"availableReplicas":1}
            """,
            "Name Ready Up-to-date Available Age | Containers Images Selector",
            """["x","2/3",3,1,"5h","m,n","i:1,j:2","a=b,c notin (d,e)"]"""
        },
        {
            "apps/v1/replicasets ReplicaSet", """ "spec":{"replicas":0},"status":{} """,
            "Name Desired Current Ready Age | Containers Images Selector", """["x",0,0,0,"5h","","","<none>"]"""
        },
        {
            "apps/v1/statefulsets StatefulSet", """ "spec":{} """,
            "Name Ready Age | Containers Images", """["x","0/1","5h","",""]"""
        },
        {
            "apps/v1/daemonsets DaemonSet",
            """ "spec":{"template":{"spec":{"nodeSelector":{"k":"v"}}}},"status":{"desiredNumberScheduled":5,"currentNumberScheduled":4,"numberReady":3,"updatedNumberScheduled":2,"numberAvailable":1} """,
            "Name Desired Current Ready Up-to-date Available Node_Selector Age | Containers Images Selector",
            """["x",5,4,3,2,1,"k=v","5h","","","<none>"]"""
        },
        {
            "batch/v1/jobs Job",
            """ "spec":{"completions":3},"status":{"succeeded":3,"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:05:12Z","conditions":[{"type":"Complete","status":"True"}]} """,
            "Name Status Completions Duration Age | Containers Images Selector",
            """["x","Complete","3/3","5m12s","5h","","","<none>"]"""
        },
        { "v1/configmaps ConfigMap", """ "data":{"a":"1"},"binaryData":{"b":"Mg=="} """, "Name Data Age |", """["x",2,"5h"]""" },
        { "v1/secrets Secret", """ "type":"Opaque","data":{"a":"MQ=="} """, "Name Type Data Age |", """["x","Opaque",1,"5h"]""" },
        { "v1/serviceaccounts ServiceAccount", "", "Name Age |", """["x","5h"]""" },
        { "v1/namespaces Namespace", """ "status":{"phase":"Active"} """, "Name Status Age |", """["x","Active","5h"]""" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public async Task Table_3_4_Columns(string kind, string content, string headings, string cells)
    {
        var (collection, name) = kind.Split(' ') is [var a, var b] ? (a, b) : throw new ArgumentException(kind);
        var resource = new ApiResource(GroupVersionResource.Parse(collection), name, false);
        _server.Known.Add(resource);
        _server.Store.Put(resource, "x", content);
        var table = await _server.Http.GetJsonAsync(
            $"{resource.Resource.VersionPath}/{resource.Resource.Resource}", "application/json;as=Table;v=v1;g=meta.k8s.io");
        var columns = table["columnDefinitions"]!.AsArray();
        var shown = columns.Where(column => (int)column!["priority"]! == 0).Select(Heading);
        var wide = columns.Where(column => (int)column!["priority"]! > 0).Select(Heading);
        Assert.Equal(headings, $"{string.Join(' ', shown)} | {string.Join(' ', wide)}".Trim());
        Assert.Equal(cells, table["rows"]![0]!["cells"]!.ToJsonString(Relaxed.Options));
    }

    private static string Heading(System.Text.Json.Nodes.JsonNode? column) => ((string)column!["name"]!).Replace(' ', '_');
}
