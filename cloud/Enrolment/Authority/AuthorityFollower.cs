using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Informers;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Enrolment.Authority;

/// <summary>Takes a CA that is being changed into use while the cloud runs. A Secret that is damaged or deleted changes nothing: what is held goes on.</summary>
internal sealed class AuthorityFollower(
    IInformers informers, AuthorityLoader loader, IOptions<EnrolmentOptions> options, TimeProvider time, ILogger<AuthorityFollower> log) : IRawObjectHandler, IHostedService, IDisposable
{
    private static readonly GroupVersionResource s_secrets = new("", "v1", "secrets");
    private readonly ObjectKey _key = new(options.Value.Namespace, options.Value.AuthoritySecret);
    private IDisposable? _following;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _following = informers.For(s_secrets).Subscribe(this);
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
        if (current.Key != _key || JsonNode.Parse(current.Json.Span) is not { } secret) return;
        try
        {
            loader.Replace(AuthoritySecret.Read(secret, time));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            log.AuthorityDamaged(_key.Namespace, _key.Name, e.Message);
        }
    }

    void IRawObjectHandler.Deleted(RawObject last, long revision)
    {
        if (last.Key == _key) log.AuthorityDamaged(_key.Namespace, _key.Name, "it was deleted");
    }

    void IRawObjectHandler.Progressed(long revision)
    {
        // The CA was loaded before anything else started.
    }
}
