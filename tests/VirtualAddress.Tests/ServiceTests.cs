using System.Net;
using KubeEdge.EdgeMesh.Edge.VirtualAddress;
using KubeEdge.EdgeMesh.Edge.VirtualAddress.Netlink;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace KubeEdge.EdgeMesh.VirtualAddress.Tests;

public sealed class ServiceTests
{
    private static readonly IPAddress Four = IPAddress.Parse("169.254.30.10");

    [Fact]
    public void Removed_BySomebody_IsBackAfterAnInterval() => NetworkNamespace.Run(() =>
    {
        var time = new FakeTimeProvider();
        // Everything happens on this thread, which alone is in the namespace: the timer's callback runs where the clock is moved.
        var provider = Build(time);
        var service = (IHostedLifecycleService)provider.GetServices<IHostedService>().Single();
        Assert.True(service.StartingAsync(CancellationToken.None).IsCompletedSuccessfully);
        var held = provider.GetRequiredService<IVirtualAddresses>();
        Assert.Equal(Four, Assert.Single(held.Held).Address);

        using (var socket = new NetlinkSocket())
        {
            var addresses = new HostAddresses(socket);
            addresses.Remove(addresses.List().Single(other => other.Address.Equals(Four)));
            Assert.DoesNotContain(addresses.List(), other => other.Address.Equals(Four));
            time.Advance(TimeSpan.FromSeconds(2));
            Assert.Contains(addresses.List(), other => other.Address.Equals(Four));

            Assert.True(service.StartedAsync(CancellationToken.None).IsCompletedSuccessfully);
            Assert.True(provider.DisposeAsync().AsTask().IsCompletedSuccessfully);
            Assert.DoesNotContain(addresses.List(), other => other.Address.Equals(Four));
        }
    });

    /// <summary>It is on the same device again, so nothing else tells the operator that somebody takes it away.</summary>
    [Fact]
    public void Removed_BySomebody_IsSaidOnce() => NetworkNamespace.Run(() =>
    {
        var time = new FakeTimeProvider();
        var said = new SaidEvents();
        var provider = Build(time, logs: said);
        Assert.True(((IHostedLifecycleService)provider.GetServices<IHostedService>().Single()).StartingAsync(CancellationToken.None).IsCompletedSuccessfully);
        using var socket = new NetlinkSocket();
        var addresses = new HostAddresses(socket);
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.DoesNotContain(1403, said.Ids);

        addresses.Remove(addresses.List().Single(other => other.Address.Equals(Four)));
        time.Advance(TimeSpan.FromSeconds(6));

        Assert.Single(said.Ids, 1403);
        Assert.True(provider.DisposeAsync().AsTask().IsCompletedSuccessfully);
    });

    [Fact]
    public void Nothing_Configured_MakesNothing() => NetworkNamespace.Run(() =>
    {
        var provider = Build(new FakeTimeProvider(), none: true);
        Assert.True(((IHostedLifecycleService)provider.GetServices<IHostedService>().Single()).StartingAsync(CancellationToken.None).IsCompletedSuccessfully);
        using var socket = new NetlinkSocket();
        Assert.Equal("lo", Assert.Single(new HostLinks(socket).List(), link => link.Name is "lo" or "edgemesh0").Name);
    });

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("::1")]
    public void Options_AddressThatCannotBe_IsRefused(string address)
    {
        var provider = Build(new FakeTimeProvider(), configure: options => options.Addresses.Add(IPAddress.Parse(address)));
        var e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<VirtualAddressOptions>>().Value);
        Assert.Contains(address, e.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(FakeTimeProvider time, bool none = false, Action<VirtualAddressOptions>? configure = null, SaidEvents? logs = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            if (logs is not null) logging.AddProvider(logs);
        });
        services.AddSingleton<TimeProvider>(time);
        services.AddVirtualAddress(options =>
        {
            if (!none && configure is null) options.Addresses.Add(Four);
            options.Kind = "nosuchkind";
            configure?.Invoke(options);
        });
        return services.BuildServiceProvider();
    }
}
