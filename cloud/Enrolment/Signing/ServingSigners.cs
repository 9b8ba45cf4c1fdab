using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;

/// <summary>Decides who signs, see <see cref="ServingSigner"/>.</summary>
internal sealed class ServingSigners(ClusterSigner cluster, OwnSigner own, IOptions<EnrolmentOptions> options, TimeProvider time, ILogger<ServingSigners> log)
{
    /// <summary>A cluster that does not sign is left alone for so long: every attempt makes a node wait.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _restsUntil;

    private ServingSigner Choice => options.Value.ServingSigner;

    /// <summary>The certificate, and behind it its chain.</summary>
    /// <exception cref="SigningFailedException">The cluster alone may sign, and does not.</exception>
    public async Task<X509Certificate2Collection> SignAsync(ServingRequest request, CancellationToken cancellationToken)
    {
        if (Choice == ServingSigner.Own || (Choice == ServingSigner.Auto && IsResting)) return own.Sign(request);
        try
        {
            return await cluster.SignAsync(request, cancellationToken);
        }
        catch (SigningFailedException e) when (Choice == ServingSigner.Auto)
        {
            lock (_gate) _restsUntil = time.GetUtcNow() + _rest;
            log.OwnAuthorityServes(e.Message, _rest.TotalHours);
            return own.Sign(request);
        }
    }

    /// <summary>Whether the one who would sign now is another than the one who signed this.</summary>
    public bool WouldDiffer(X509Certificate2 certificate) => Choice switch
    {
        ServingSigner.Own => !own.HasSigned(certificate),
        ServingSigner.Cluster => own.HasSigned(certificate) || own.HadSigned(certificate),
        // What the cluster has signed is good even while it rests.
        _ => own.HadSigned(certificate) || (own.HasSigned(certificate) && !IsResting),
    };

    private bool IsResting
    {
        get { lock (_gate) return time.GetUtcNow() < _restsUntil; }
    }
}
