using System.Text;
using KubeEdge.EdgeMesh.Edge.Store;
using KubeEdge.EdgeMesh.Edge.Store.Sealing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Store.Tests.Security;

/// <summary>Who gets hold of the database alone reads no Secret in it.</summary>
public sealed class SealingTests
{
    private const string Password = "correct-horse-battery-staple";
    private static readonly GroupVersionResource Secrets = new("", "v1", "secrets");
    private static readonly SecretsKey One = SecretsKey.Derive("the first key of this machine"u8);
    private static readonly SecretsKey Two = SecretsKey.Derive("the second key of this machine"u8);

    [Fact]
    public void Secrets_WithAKey_AreNowhereInTheFilesAndReadAsTheyWere()
    {
        using var store = new TestStore(options => options.SecretsKey = One);
        store.Mark(1, Secrets);
        store.Put("a/x", 2, Password, resource: Secrets);
        store.Put("a/x", 3, Password + "!", resource: Secrets);
        using var watch = store.Open.Watch(Secrets, 0);
        Assert.Equal([$"a/x@3={Password}!"], store.List(resource: Secrets));
        Assert.Contains(Password, Encoding.UTF8.GetString(store.Open.Get(Secrets, TestStore.Key("a/x"))!.Json.Span), StringComparison.Ordinal);
        Assert.False(Holds(store, Password));
        store.Restart();
        Assert.Equal([$"a/x@3={Password}!"], store.List(resource: Secrets));
        Assert.True(store.Open.TryResume(Secrets, 2, out var after, out _));
        using var resumed = store.Open.Watch(Secrets, after);
        Assert.True(resumed.TryRead(out var change));
        Assert.Contains(Password, Encoding.UTF8.GetString(change.Previous.Span), StringComparison.Ordinal);
        Assert.False(Holds(store, Password));
    }

    [Fact]
    public void SecretNotes_AreEncryptedAndGoWithTheKey()
    {
        StoreOptions? options = null;
        using var store = new TestStore(given => (options = given).SecretsKey = One);
        store.Transact(t =>
        {
            t.SetNote("secret/token", Encoding.UTF8.GetBytes(Password));
            t.SetNote("instance", [1, 2, 3]);
            return 0;
        });
        Assert.False(Holds(store, Password));
        store.Restart();
        Assert.Equal(Password, Encoding.UTF8.GetString(store.Transact(t => t.GetNote("secret/token"))!));
        options!.SecretsKey = Two;
        store.Restart();
        Assert.Null(store.Transact(t => t.GetNote("secret/token")));
        Assert.Equal<byte[]>([1, 2, 3], store.Transact(t => t.GetNote("instance"))!);
    }

    [Fact]
    public void OtherCollections_StayAsTheyAre()
    {
        using var store = new TestStore(options => options.SecretsKey = One);
        store.Put("a/x", 2, "in the clear");
        Assert.True(Holds(store, "in the clear"));
    }

    [Fact]
    public void Key_AnotherThanBefore_ForgetsTheSecretsAndNothingElse()
    {
        StoreOptions? options = null;
        using var store = new TestStore(given => (options = given).SecretsKey = One);
        store.Mark(1);
        store.Put("a/pod", 2);
        store.Mark(1, Secrets);
        store.Put("a/x", 3, Password, resource: Secrets);
        options!.SecretsKey = Two;
        store.Restart();
        Assert.Empty(store.List(resource: Secrets));
        Assert.Null(store.Open.Find(Secrets));
        Assert.Single(store.List());
        Assert.Contains(store.Logs.Lines, line => line.Text.Contains("fetched from the cloud anew", StringComparison.Ordinal));
        store.Put("a/x", 4, Password, resource: Secrets);
        store.Restart();
        Assert.Single(store.List(resource: Secrets));
    }

    [Fact]
    public void Key_NewWhereThereWasNone_LeavesNothingInTheClear()
    {
        StoreOptions? options = null;
        using var store = new TestStore(given => options = given);
        store.Put("a/x", 2, Password, resource: Secrets);
        Assert.True(Holds(store, Password));
        options!.SecretsKey = One;
        store.Restart();
        Assert.Empty(store.List(resource: Secrets));
        store.Open.Prune();
        store.Restart();
        Assert.False(Holds(store, Password));
    }

    [Fact]
    public void Key_TooShort_IsNone() => Assert.Throws<ArgumentException>(() => SecretsKey.Derive("short\n"u8));

    private static bool Holds(TestStore store, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return Directory.GetFiles(store.Directory, "store.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray().AsSpan().IndexOf(wanted) >= 0;
        });
    }
}
