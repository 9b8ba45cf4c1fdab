using KubeEdge.EdgeMesh.Cloud.Cluster.Documents;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Endpoints;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Joining;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Nodes;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Renewal;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Requests;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Serving;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Signing;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment;

/// <summary>Registers the room.</summary>
public static class EnrolmentServices
{
    /// <summary>Two certificate requests and a certificate; anybody may send one.</summary>
    private const int LargestRequest = 128 * 1024;

    /// <summary>
    /// The CA, the cloud's certificate, <see cref="IJoinTokens"/>, <see cref="IMembers"/>, <see cref="IAuthorityRotation"/> and <see cref="INodeCertificates"/>. Needs the Cluster room. The host must
    /// also call <c>UseEnrolmentTls</c> where it listens, <c>UseNodeIdentity</c> and <c>MapEnrolment</c>.
    /// </summary>
    public static IServiceCollection AddEnrolment(this IServiceCollection services, Action<EnrolmentOptions> configure)
    {
        services.AddOptions<EnrolmentOptions>().Configure(configure).ValidateOnStart();
        services.AddSingleton<IValidateOptions<EnrolmentOptions>, EnrolmentOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddGrpc().AddServiceOptions<EnrolmentService>(grpc => grpc.MaxReceiveMessageSize = LargestRequest);

        services.AddSingleton<ClusterObjects>();
        services.AddSingleton<AuthorityStore>();
        services.AddSingleton<AuthorityLoader>();
        services.AddHostedService(provider => provider.GetRequiredService<AuthorityLoader>());
        services.AddSingleton<AuthorityFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<AuthorityFollower>());
        services.AddSingleton<IOwnDocuments, AuthorityDocument>();
        services.AddSingleton<IAuthorityRotation, AuthorityRotation>();
        services.AddSingleton<ServingCertificate>();
        services.AddSingleton<Members>();
        services.AddSingleton<IMembers>(provider => provider.GetRequiredService<Members>());
        services.AddSingleton<MemberBook>();
        services.AddSingleton<MemberProof>();
        services.AddSingleton<MemberFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<MemberFollower>());
        services.AddSingleton<ClusterAuthorities>();
        services.AddHostedService(provider => provider.GetRequiredService<ClusterAuthorities>());
        services.AddSingleton<NodeConnections>();
        services.AddSingleton<INodeCertificates, NodeCertificates>();
        services.AddSingleton<NodeDirectory>();
        services.AddSingleton<JoinTokens>();
        services.AddSingleton<IJoinTokens>(provider => provider.GetRequiredService<JoinTokens>());
        services.AddSingleton<WrongTokens>();
        services.AddSingleton<ServingNames>();
        services.AddSingleton<Enroller>();
        services.AddSingleton<ClusterRoots>();
        services.AddSingleton<ServingAuthorities>();
        services.AddSingleton<ClusterRequests>();
        services.AddSingleton<ClusterSigner>();
        services.AddSingleton<ClusterNodeSigner>();
        services.AddSingleton<NodeSigners>();
        services.AddSingleton<OwnSigner>();
        services.AddSingleton<ServingSigners>();
        services.AddSingleton<Renewer>();
        services.AddSingleton<IAppendedAuthorities, AppendedAuthorities>();
        return services;
    }
}
