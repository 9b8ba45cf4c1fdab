using SQLitePCL;

namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>Says what SQLite's complaints mean for a person.</summary>
internal static class SqliteFault
{
    public static StoreException From(int code, sqlite3? handle, string file)
    {
        var detail = handle is null ? raw.sqlite3_errstr(code).utf8_to_string() : raw.sqlite3_errmsg(handle).utf8_to_string();
        var primary = code & 0xff;
        var text = primary switch
        {
            raw.SQLITE_FULL => $"The disk that holds '{file}' is full: free some space; nothing was stored ({detail}).",
            raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM or raw.SQLITE_AUTH =>
                $"'{file}' cannot be written: give the daemon's user write access to the file and its directory ({detail}).",
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => $"'{file}' is damaged: restart the daemon, it sets the file aside and builds a new one ({detail}).",
            raw.SQLITE_IOERR => $"'{file}' cannot be read or written: check the disk and the system log ({detail}).",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"'{file}' is in use by another program: stop that program ({detail}).",
            _ => $"'{file}': {detail} (SQLite code {code}).",
        };
        return new StoreException(text, primary);
    }

    /// <summary>A file that SQLite accepts and we do not.</summary>
    public static StoreException Damage(string file, string what) => new($"'{file}' is damaged: {what}.", raw.SQLITE_CORRUPT);

    /// <summary>Whether the file's content is to blame, so that setting it aside helps; an error in SQL at opening is a table that is missing.</summary>
    public static bool IsDamage(StoreException fault) => fault.ResultCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR;
}
