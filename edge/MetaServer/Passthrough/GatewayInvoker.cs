namespace KubeEdge.EdgeMesh.Edge.MetaServer.Passthrough;

/// <summary>
/// How requests get to the cloud's gateway. The host supplies it, with the node's certificate and keep-alive pings: no redirects, no
/// cookies, no decompression, no proxy, bodies that are sent on as they come, and a connect time-out.
/// </summary>
/// <param name="Invoker">Sends a request; lives as long as the host.</param>
public sealed record GatewayInvoker(HttpMessageInvoker Invoker);
