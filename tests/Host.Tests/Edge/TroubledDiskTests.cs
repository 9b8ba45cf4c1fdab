using System.Net;
using KubeEdge.EdgeMesh.Edge.Host.Expiring;
using KubeEdge.EdgeMesh.Edge.Host.Identity;
using KubeEdge.EdgeMesh.Edge.Host.Renewal;
using KubeEdge.EdgeMesh.Edge.Host.Running;
using KubeEdge.EdgeMesh.Edge.Host.Sealing;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Reading;
using KubeEdge.EdgeMesh.Host.Tests.Doubles;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.Host.Tests.Edge;

/// <summary>A disk that does not answer for a while, on a node whose pods read what is in memory: the daemon goes on.</summary>
public sealed class TroubledDiskTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly Scratch _scratch = new();
    private readonly FakeRenewalCall _cloud;
    private readonly CurrentIdentity _identity;
    private readonly ObjectStore _store;
    private readonly TroubledReader _reader;

    public TroubledDiskTests()
    {
        _cloud = new FakeRenewalCall(_time, TimeSpan.FromDays(100));
        _identity = new CurrentIdentity(new NodeIdentity(
            new EdgeConfig("hz-1", new CloudAddress("localhost", 10350), _time.GetUtcNow()), _cloud.Issue(["hz-1"]), _cloud.Issue(["hz-1"]), [], [_cloud.Authority], [_cloud.Authority]));
        _store = ObjectStore.Open(new StoreOptions { DataDirectory = _scratch["store"] }, _time, NullLogger.Instance);
        _store.Connected();
        _reader = new TroubledReader(_store);
    }

    public void Dispose()
    {
        _store.Dispose();
        _cloud.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task Renewal_SaysIt_AndGoesOnWhenTheDiskAnswers()
    {
        var directory = new IdentityDirectory(_scratch["identity"]);
        Directory.CreateDirectory(directory.Path);
        directory.Save(_identity.Value);
        var state = new RenewalState();
        using var renewal = new CertificateRenewal(
            new Renewer(_identity, directory, _cloud, [IPAddress.Loopback], _time, NullLogger<Renewer>.Instance), new ClusterFacts(_reader, "hz-1"), _identity, state, _store, _time,
            NullLogger<CertificateRenewal>.Instance);
        await GoesOnAsync(renewal, () => state.Problem is not null, () => _cloud.Asked > 0 && state.Problem is null);
    }

    [Fact]
    public async Task NodeCondition_IsLookedAtAgainWhenTheDiskAnswers()
    {
        using var writer = new NodeConditionWriter(
            new Expiries(_identity, new KeptTokens(), _store, _time), _identity, _reader, _store, new CloudEndpoint(_identity, _time), _time, NullLogger<NodeConditionWriter>.Instance);
        await GoesOnAsync(writer, () => _reader.Failures > 0, () => _reader.Answers > 0);
    }

    [Fact]
    public async Task Key_ThatCannotBeMade_IsAProblemThatAPersonCanMend()
    {
        var e = await Assert.ThrowsAsync<IdentityException>(() => SecretsKeySource.Auto.ReadAsync(_scratch["missing"], TestContext.Current.CancellationToken));
        Assert.Contains("--secrets-key", e.Message, StringComparison.Ordinal);
    }

    private async Task GoesOnAsync(BackgroundService service, Func<bool> troubled, Func<bool> well)
    {
        await service.StartAsync(TestContext.Current.CancellationToken);
        await TickUntilAsync(service, troubled);
        _reader.Fails = false;
        await TickUntilAsync(service, well);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    private async Task TickUntilAsync(BackgroundService service, Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.False(service.ExecuteTask!.IsFaulted, service.ExecuteTask.Exception?.ToString());
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private sealed class TroubledReader(IObjectReader inner) : IObjectReader
    {
        private int _failures;
        private int _answers;

        public volatile bool Fails = true;

        public int Failures => Volatile.Read(ref _failures);

        public int Answers => Volatile.Read(ref _answers);

        public long Revision => inner.Revision;

        public Snapshot Latest(GroupVersionResource resource) => inner.Latest(resource);

        public bool TryGetSnapshot(GroupVersionResource resource, long revision, out Snapshot snapshot) => inner.TryGetSnapshot(resource, revision, out snapshot);

        public StoredObject? Get(GroupVersionResource resource, ObjectKey key)
        {
            Interlocked.Increment(ref Fails ? ref _failures : ref _answers);
            return Fails ? throw new StoreException("the disk does not answer") : inner.Get(resource, key);
        }

        public IListCursor OpenList(ListQuery query) => inner.OpenList(query);

        public IListCursor OpenVersions(GroupVersionResource resource, Snapshot snapshot, ReadOnlyMemory<long> sequences) => inner.OpenVersions(resource, snapshot, sequences);

        public long Count(ListQuery query) => inner.Count(query);
    }
}
