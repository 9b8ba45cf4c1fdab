using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Takes a CA that is being changed into use while the cloud runs. A Secret that is damaged or deleted changes nothing: what is held goes on.</summary>
internal sealed class AuthorityFollower(IInformers informers, AuthorityLoader loader, IOptions<EnrolmentOptions> options, TimeProvider time, ILogger<AuthorityFollower> log)
    : Follower(informers, Secrets)
{
    private readonly ObjectKey _key = new(options.Value.Namespace, options.Value.AuthoritySecret);

    protected override bool Concerns(ObjectKey key) => key == _key;

    protected override void Changed(RawObject current)
    {
        if (JsonNode.Parse(current.Json.Span) is not { } secret) return;
        try
        {
            loader.Replace(AuthoritySecret.Read(secret, time));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            log.AuthorityDamaged(_key.Namespace, _key.Name, e.Message);
        }
    }

    protected override void Gone(ObjectKey key, long revision) => log.AuthorityDamaged(_key.Namespace, _key.Name, "it was deleted");
}
