using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Cloud.Enrolment.Cluster;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>Keeps the book up to date, so that what one replica or command writes is known to all of them at once.</summary>
internal sealed class MemberFollower(IInformers informers, MemberBook book, IOptions<EnrolmentOptions> options) : Follower(informers, ConfigMaps)
{
    private readonly string _namespace = options.Value.Namespace;

    protected override bool Concerns(ObjectKey key) => key.Namespace == _namespace && key.Name.StartsWith(MemberConfigMap.NamePrefix, StringComparison.Ordinal);

    protected override void Changed(RawObject current) => book.Turn(NodeOf(current.Key), MemberConfigMap.Read(JsonNode.Parse(current.Json.Span)), current.Revision);

    protected override void Gone(ObjectKey key, long revision) => book.Turn(NodeOf(key), null, revision);

    private static string NodeOf(ObjectKey key) => key.Name[MemberConfigMap.NamePrefix.Length..];
}
