using KubeEdge.EdgeMesh.Edge.Store.Publishing;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>
/// Opens the database, whole or not at all (law 10): a damaged one is set aside and a new one begun, one that is not ours is left alone.
/// </summary>
internal sealed class DatabaseFile(string file, StoreOptions options, TimeProvider time, ILogger logger)
{
    /// <summary>How many damaged files are kept for whoever wants to look into them.</summary>
    private const int KeepDamaged = 3;

    /// <summary>The connection that writes, and what the file holds.</summary>
    public (Connection Writer, StoreHead Head) Open()
    {
        try
        {
            return Attempt();
        }
        catch (StoreException fault) when (SqliteFault.IsDamage(fault))
        {
            try
            {
                SetAside(fault.Message);
            }
            catch (Exception refusal) when (refusal is UnauthorizedAccessException or IOException)
            {
                throw FileModes.NotWritable(file, refusal);
            }
            return Attempt();
        }
    }

    private (Connection, StoreHead) Attempt()
    {
        FileModes.CreateFile(file);
        var writer = Connection.Open(file, options.CacheKiB, options.SecretsKey);
        try
        {
            if (IsNew(writer)) Create(writer);
            else Check(writer);
            writer.Execute($"PRAGMA journal_mode=WAL; PRAGMA journal_size_limit={8 << 20}; PRAGMA synchronous={Level(options.Synchronous)}");
            // What was there before it was encrypted does not stay in free pages.
            if (options.SecretsKey is not null) writer.Execute("PRAGMA secure_delete=ON");
            return (writer, HeadTable.Load(writer));
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file is still empty. One that is another program's is never touched.</summary>
    private bool IsNew(Connection connection)
    {
        var application = connection.Number("PRAGMA application_id");
        if (application == Schema.ApplicationId) return false;
        if (application == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0) return true;
        throw new StoreException($"'{file}' is the database of another program: choose another data directory.");
    }

    private void Check(Connection connection)
    {
        var version = connection.Number("PRAGMA user_version");
        if (version > Schema.Version)
            throw new StoreException($"'{file}' was written by a newer version (schema {version}, this one knows {Schema.Version}): install that version, or choose another data directory.");
        if (version < Schema.Version) throw SqliteFault.Damage(file, $"schema {version} is not {Schema.Version}");
        if (connection.Text("PRAGMA quick_check(1)") is var answer && answer != "ok") throw SqliteFault.Damage(file, answer ?? "it does not answer");
    }

    private void Create(Connection connection)
    {
        // The sequence starts at the time of birth, so that a sequence that a database before this one gave out names no state of this one.
        var epoch = time.GetUtcNow().ToUnixTimeMilliseconds();
        connection.Execute($"""
            PRAGMA page_size=4096;
            BEGIN IMMEDIATE;
            {Schema.Create}
            INSERT INTO position(id, epoch, revision) VALUES(1, {epoch}, 0);
            PRAGMA application_id={Schema.ApplicationId};
            PRAGMA user_version={Schema.Version};
            COMMIT;
            """);
    }

    private void SetAside(string reason)
    {
        var aside = $"{file}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}";
        for (var i = 2; File.Exists(aside); i++) aside = $"{file}.damaged-{time.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}-{i}";
        File.Move(file, aside);
        if (File.Exists(file + "-wal")) File.Move(file + "-wal", aside + "-wal");
        File.Delete(file + "-shm");
        Log.SetAside(logger, file, aside, reason);
        var old = Directory.GetFiles(Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".damaged-*")
            .Where(name => !name.EndsWith("-wal", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SkipLast(KeepDamaged);
        foreach (var name in old)
        {
            File.Delete(name);
            File.Delete(name + "-wal");
        }
    }

    private static string Level(SynchronousLevel level) => level switch
    {
        SynchronousLevel.Off => "OFF",
        SynchronousLevel.Full => "FULL",
        _ => "NORMAL",
    };
}
