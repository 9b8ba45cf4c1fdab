using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Membership;

/// <summary>Keeps the book up to date, so that what one replica or command writes is known to all of them at once.</summary>
internal sealed class MemberFollower(
    IInformers informers, MemberBook book, IOptions<EnrolmentOptions> options, ILogger<MemberFollower> log) : IRawObjectHandler, IHostedService, IDisposable
{
    private static readonly GroupVersionResource s_configMaps = new("", "v1", "configmaps");
    private readonly string _namespace = options.Value.Namespace;
    private IDisposable? _following;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = informers.For(s_configMaps).Subscribe(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _following?.Dispose();
        return Task.CompletedTask;
    }

    public void Dispose() => _following?.Dispose();

    void IRawObjectHandler.Upserted(RawObject current, RawObject? previous)
    {
        if (!IsMember(current.Key)) return;
        var node = current.Key.Name[MemberConfigMap.NamePrefix.Length..];
        var member = MemberConfigMap.Read(JsonNode.Parse(current.Json.Span));
        if (member is { Revoked: not null }) log.Revoked(node);
        book.Turn(node, member, current.Revision);
    }

    void IRawObjectHandler.Deleted(RawObject last, long revision)
    {
        if (IsMember(last.Key)) book.Turn(last.Key.Name[MemberConfigMap.NamePrefix.Length..], null, revision);
    }

    void IRawObjectHandler.Progressed(long revision)
    {
        // Who is not in the book yet is asked for.
    }

    private bool IsMember(ObjectKey key) => key.Namespace == _namespace && key.Name.StartsWith(MemberConfigMap.NamePrefix, StringComparison.Ordinal);
}
