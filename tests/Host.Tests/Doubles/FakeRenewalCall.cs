using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Proto.Wire.Joining;

namespace KubeEdge.EdgeMesh.Host.Tests.Doubles;

/// <summary>A cloud with a CA of its own, as far as renewal sees it.</summary>
internal sealed class FakeRenewalCall : IRenewalCall, IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TimeProvider _time;
    private readonly TimeSpan _life;

    public FakeRenewalCall(TimeProvider time, TimeSpan life)
    {
        (_time, _life) = (time, life);
        var request = new CertificateRequest($"CN=ca-{Guid.NewGuid():N}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        Authority = request.CreateSelfSigned(time.GetUtcNow().AddDays(-1), time.GetUtcNow().AddYears(10));
        Authorities = [Authority];
    }

    public X509Certificate2 Authority { get; }

    public X509Certificate2Collection Authorities { get; set; }

    public IReadOnlyList<string> Names { get; set; } = ["hz-1"];

    public bool Outdated { get; set; }

    /// <summary>A name that it leaves out of what it signs.</summary>
    public string? Forgets { get; set; }

    /// <summary>Whether the names in what it signs are no names.</summary>
    public bool Garbles { get; set; }

    /// <summary>Whom it says that it is to be trusted by.</summary>
    public X509Certificate2Collection CloudAuthorities { get; } = [];

    public int Signed { get; private set; }

    public int Asked { get; private set; }

    public Task<Advice> AskAsync(
        X509Certificate2 serving, IReadOnlyList<IPAddress> addresses, ReadOnlyMemory<byte> servingRequest, ReadOnlyMemory<byte> clientRequest, CancellationToken cancellationToken)
    {
        Asked++;
        return Task.FromResult(new Advice(
            Names, [], Outdated, servingRequest.IsEmpty ? [] : [Sign(servingRequest)], clientRequest.IsEmpty ? null : Sign(clientRequest), Authorities, CloudAuthorities, false));
    }

    /// <summary>A certificate with its key.</summary>
    public X509Certificate2 Issue(IEnumerable<string> names)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Issue(new PublicKey(key), names).CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _key.Dispose();
        Authority.Dispose();
    }

    private X509Certificate2 Sign(ReadOnlyMemory<byte> request)
    {
        Signed++;
        return Issue(CertificateRequest.LoadSigningRequest(request.ToArray(), HashAlgorithmName.SHA256).PublicKey, Names.Where(name => name != Forgets));
    }

    private X509Certificate2 Issue(PublicKey key, IEnumerable<string> names)
    {
        var request = new CertificateRequest(NodeSubject.Of("hz-1"), key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names) alternatives.AddDnsName(name);
        request.CertificateExtensions.Add(Garbles ? new X509Extension("2.5.29.17", [0x30, 0x7f, 1], critical: false) : alternatives.Build());
        return request.Create(Authority.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), _time.GetUtcNow(), _time.GetUtcNow() + _life, RandomNumberGenerator.GetBytes(16));
    }
}
