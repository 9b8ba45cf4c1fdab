using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <inheritdoc cref="IAppendedAuthorities"/>
internal sealed class AppendedAuthorities(AuthorityLoader authority, IOptions<EnrolmentOptions> options) : IAppendedAuthorities
{
    public string Pem => options.Value.ServingSigner == ServingSigner.Cluster ? "" : authority.Current.Trusted.ExportCertificatePems();

    public event Action? Changed
    {
        add => authority.Changed += value;
        remove => authority.Changed -= value;
    }
}
