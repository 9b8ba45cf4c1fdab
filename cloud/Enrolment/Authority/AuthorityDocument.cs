using KubeEdge.EdgeMesh.Cloud.Cluster.Documents;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Documents;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Tells every node by which CAs the cloud is to be trusted now: not the CAs, only what they are named together. It comes and asks for them.</summary>
internal sealed class AuthorityDocument(AuthorityLoader authority) : IOwnDocuments
{
    public IReadOnlyDictionary<string, string> All => new Dictionary<string, string> { [DocumentNames.CloudAuthorities] = TrustedAuthorities.NameOf(authority.Current.Trusted) };

    public event Action? Changed
    {
        add => authority.Changed += value;
        remove => authority.Changed -= value;
    }
}
