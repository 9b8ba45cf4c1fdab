using KubeEdge.EdgeMesh.Edge.Store;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using static KubeEdge.EdgeMesh.Store.Tests.TestStore;

namespace KubeEdge.EdgeMesh.Store.Tests;

public sealed class OpeningTests
{
    /// <summary>Invariant 8.</summary>
    [Fact]
    public void Restart_KeepsEverything()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        store.Mark(1);
        var old = store.Open.Latest(Pods);
        store.Put("a/x", 2, "y", tag: ulong.MaxValue);
        store.Transact(t =>
        {
            t.Advance(9);
            t.SetNote("cluster", [1, 2, 3]);
            t.SetNote("empty", []);
            return 0;
        });
        var state = store.Open.Find(Pods);
        store.Restart();
        Assert.Equal(9, store.Open.Revision);
        Assert.Equal(state, store.Open.Find(Pods));
        Assert.Equal(["a/x@2=y"], store.List());
        Assert.Equal(["a/x@1=x"], store.List(old));
        Assert.Equal(ulong.MaxValue, store.Open.Get(Pods, Key("a/x"))!.Tag);
        Assert.Equal<byte[]>([1, 2, 3], store.Transact(t => t.GetNote("cluster"))!);
        Assert.Empty(store.Transact(t => t.GetNote("empty"))!);
        Assert.True(store.Open.TryResume(Pods, 1, out var after, out _));
        using var watch = store.Open.Watch(Pods, after);
        Assert.True(watch.TryRead(out var change));
        Assert.Equal("Modified a/x@2=y", Text(change));
    }

    /// <summary>Invariant 1 over a restart.</summary>
    [Fact]
    public void Restart_AfterForget_NeverServesALowerRevision()
    {
        using var store = new TestStore();
        store.Put("a/x", 7);
        store.Mark(9);
        store.Transact(t => { t.Forget(Pods); return 0; });
        store.Open.Prune();
        store.Restart();
        Assert.Equal(9, store.Open.Revision);
        store.Mark(4);
        Assert.Equal(9, store.Open.Latest(Pods).Revision);
    }

    /// <summary>Invariant 10.</summary>
    [Theory]
    [InlineData(0, 2_000)]
    [InlineData(20, 60)]
    [InlineData(4_096, 40_000)]
    [InlineData(9_000, 30_000)]
    public void Open_DamagedFile_IsSetAsideAndBegunAnew(int from, int length)
    {
        using var store = new TestStore();
        for (var i = 1; i <= 200; i++) store.Put($"a/{i}", i, new string('p', 500));
        store.Open.Dispose();
        using (var file = new FileStream(store.File, FileMode.Open))
        {
            var noise = new byte[length];
            new Random(from).NextBytes(noise);
            file.Position = from;
            file.Write(noise);
        }
        store.Restart();
        Assert.Empty(store.List());
        store.Put("a/x", 201);
        Assert.Equal(["a/x@201=x"], store.List());
        Assert.Single(Directory.GetFiles(store.Directory, "store.db.damaged-*"), name => !name.EndsWith("-wal", StringComparison.Ordinal));
        var line = Assert.Single(store.Logs.Lines, line => line.Level == LogLevel.Error);
        Assert.Equal(1000, line.Id);
        Assert.Contains("is set aside as", line.Text, StringComparison.Ordinal);
    }

    /// <summary>Invariant 10.</summary>
    [Fact]
    public void Open_TableMissing_IsSetAside()
    {
        using var store = new TestStore();
        store.Open.Dispose();
        Sql(store.File, "DROP TABLE collections");
        store.Restart();
        store.Put("a/x", 1);
        Assert.Single(Directory.GetFiles(store.Directory, "store.db.damaged-*"));
    }

    [Fact]
    public void Open_DamagedAgainAndAgain_KeepsThreeForTheCurious()
    {
        using var store = new TestStore();
        for (var i = 0; i < 6; i++)
        {
            store.Open.Dispose();
            File.WriteAllText(store.File, "no database");
            store.Time.Advance(TimeSpan.FromSeconds(1));
            store.Restart();
        }
        Assert.Equal(3, Directory.GetFiles(store.Directory, "store.db.damaged-*").Length);
    }

    [Fact]
    public void Open_Twice_SaysThatItIsInUse()
    {
        using var store = new TestStore();
        var fault = Assert.Throws<StoreException>(() => ObjectStore.Open(new StoreOptions { DataDirectory = store.Directory }, TimeProvider.System, NullLogger.Instance));
        Assert.Contains("Another process uses", fault.Message, StringComparison.Ordinal);
        store.Put("a/x", 1);
    }

    [Fact]
    public void Open_DirectoryOfSomebodyElse_IsRefusedAndLeftAlone()
    {
        var directory = Directory.CreateTempSubdirectory("edgemesh-foreign-").FullName;
        File.WriteAllText(Path.Combine(directory, "letters.txt"), "dear");
        var fault = Refused(new StoreOptions { DataDirectory = directory });
        Assert.Contains("letters.txt", fault, StringComparison.Ordinal);
        Assert.Contains("choose an empty or new directory", fault, StringComparison.Ordinal);
        Assert.Equal(["letters.txt"], Directory.GetFileSystemEntries(directory).Select(Path.GetFileName));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        using var store = new TestStore();
        store.Open.Dispose();
        File.Delete(store.File);
        Sql(store.File, "CREATE TABLE recipes(name TEXT); INSERT INTO recipes VALUES('soup')");
        var before = File.ReadAllBytes(store.File);
        Assert.Contains("another program", Refused(new StoreOptions { DataDirectory = store.Directory }), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(store.File));
    }

    [Fact]
    public void Open_NewerSchema_IsRefusedAndLeftAlone()
    {
        using var store = new TestStore();
        store.Put("a/x", 1);
        store.Open.Dispose();
        Sql(store.File, "PRAGMA user_version=99");
        Assert.Contains("newer version", Refused(new StoreOptions { DataDirectory = store.Directory }), StringComparison.Ordinal);
        Sql(store.File, "PRAGMA user_version=1");
        store.Restart();
        Assert.Equal(["a/x@1=x"], store.List());
    }

    [Fact]
    public void Open_PlaceThatCannotBeWritten_SaysSo()
    {
        var file = Path.GetTempFileName();
        Assert.Contains("cannot be used", Refused(new StoreOptions { DataDirectory = file }), StringComparison.Ordinal);
        Assert.Contains("cannot be used", Refused(new StoreOptions { DataDirectory = "/proc/edgemesh" }), StringComparison.Ordinal);
        Assert.Contains("cannot be made", Refused(new StoreOptions { FileName = "/proc/edgemesh/store.db" }), StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public void Open_Directory_IsForItsOwnerOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes");
        if (OperatingSystem.IsWindows()) return;
        using var store = new TestStore();
        store.Put("a/x", 1);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(store.Directory));
        foreach (var file in Directory.GetFiles(store.Directory))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Open_FaultyOptions_NamesAllFaults()
    {
        var fault = Refused(new StoreOptions { KeepEvents = 0, MaxEvents = -1, CacheKiB = 1 });
        Assert.Contains("DataDirectory", fault, StringComparison.Ordinal);
        Assert.Contains("KeepEvents", fault, StringComparison.Ordinal);
        Assert.Contains("MaxEvents", fault, StringComparison.Ordinal);
        Assert.Contains("CacheKiB", fault, StringComparison.Ordinal);
    }

    private static string Refused(StoreOptions options) =>
        Assert.Throws<StoreException>(() => ObjectStore.Open(options, TimeProvider.System, NullLogger.Instance)).Message;

    private static void Sql(string file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
