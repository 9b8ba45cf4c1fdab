using KubeEdge.EdgeMesh.Edge.MetaServer.Tokens;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>Tokens as a test says.</summary>
internal sealed class KeptTokens : List<KeptToken>, IKeptTokens
{
    public IReadOnlyList<KeptToken> OfRunningPods() => this;
}
