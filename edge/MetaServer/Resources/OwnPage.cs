using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Resources;

/// <summary>
/// A page that is this server's own, though the cluster has one of that name, such as <c>/metrics</c>. Whoever may <c>get</c> its path gets it; everybody else
/// is refused, also where only the cluster could tell whether he may: it would show its own. Register them as services.
/// </summary>
/// <param name="Path">For example <c>/metrics</c>.</param>
/// <param name="WriteAsync">Answers the request.</param>
public sealed record OwnPage(string Path, RequestDelegate WriteAsync);
