using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

/// <summary>How long a pod's token lasts; not the token.</summary>
/// <param name="Pod">Whose.</param>
/// <param name="From">Since when it is good.</param>
/// <param name="Expires">Until when.</param>
public sealed record KeptToken(ObjectKey Pod, DateTimeOffset From, DateTimeOffset Expires);
