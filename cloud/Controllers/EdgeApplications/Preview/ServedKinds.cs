using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <summary>Asks the cluster for the kinds of some versions, for one look, where the controllers follow all of them.</summary>
internal static class ServedKinds
{
    public static async Task<Kinds> AskAsync(ClusterCalls calls, IEnumerable<string> apiVersions, CancellationToken cancellationToken)
    {
        var kinds = new Kinds(static () => { });
        foreach (var version in apiVersions.Distinct())
        {
            var path = version.Contains('/', StringComparison.Ordinal) ? $"apis/{version}" : $"api/{version}";
            try
            {
                var list = await calls.SendAsync(HttpMethod.Get, path, null, cancellationToken);
                var document = new JsonObject { ["body"] = Convert.ToBase64String(list) };
                kinds.Upserted(new RawObject(JsonTree.Write(document), new ObjectKey("", $"/{path}"), "", 0), previous: null);
            }
            catch (StatusException e) when (e.Status.Code == 404)
            {
                // Served by nobody: whoever looks for the kind says so.
            }
        }
        return kinds;
    }
}
