using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Routing;

/// <summary>
/// A query's parameters as the API server reads them: of one that is given twice the first counts. Authorization, coverage and the answer must all
/// take the same one.
/// </summary>
internal static class QueryValues
{
    /// <summary>Empty where absent.</summary>
    public static string First(this IQueryCollection query, string name) => query.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";
}
