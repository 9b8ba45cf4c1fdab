namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class LinkTests
{
    [Fact]
    public void Disconnected_Repeated_KeepsSince()
    {
        using var store = new TestStore();
        store.Open.Connected();
        var contact = store.Time.GetUtcNow();
        store.Time.Advance(TimeSpan.FromMinutes(1));
        store.Open.Disconnected("the cloud does not answer: check the network");
        var since = store.Time.GetUtcNow();
        store.Time.Advance(TimeSpan.FromMinutes(1));
        store.Open.Disconnected("the cloud's certificate has expired: renew it");
        var state = store.Open.State;
        Assert.False(state.Connected);
        Assert.Equal((since, contact), (state.Since, state.LastContact));
        Assert.Equal("the cloud's certificate has expired: renew it", state.Problem);
        store.Open.Connected();
        Assert.Equal(new(true, store.Time.GetUtcNow(), store.Time.GetUtcNow(), null), store.Open.State);
    }

    [Fact]
    public void Heard_SurvivesARestart_ToTheNearestSeconds()
    {
        using var store = new TestStore();
        Assert.Null(store.Open.State.LastContact);
        store.Open.Connected();
        store.Time.Advance(TimeSpan.FromSeconds(60));
        store.Open.Heard();
        var contact = store.Time.GetUtcNow();
        store.Time.Advance(TimeSpan.FromSeconds(1));
        store.Open.Heard();
        Assert.Equal(store.Time.GetUtcNow(), store.Open.State.LastContact);
        store.Restart();
        Assert.Equal(contact, store.Open.State.LastContact);
        Assert.False(store.Open.State.Connected);
        Assert.NotNull(store.Open.State.Problem);
    }
}
