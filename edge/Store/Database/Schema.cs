namespace KubeEdge.EdgeMesh.Edge.Store.Database;

/// <summary>
/// The tables. Every change is one row of <c>log</c>, which alone holds JSON. <c>objects</c> is narrow: one row for each version of an
/// object that is still reachable, valid from its own sequence until that of the change after it (0: it is the current one), so a list at
/// any retained sequence is one walk in list order. Keys are the bytes of <c>namespace/name</c>, which is the order of a Kubernetes
/// list; <c>ns</c> is the length of the namespace in it, because names of documents contain slashes themselves.
/// </summary>
internal static class Schema
{
    /// <summary>"EMsh": says in the file's header whose it is.</summary>
    public const int ApplicationId = 0x454d7368;

    public const int Version = 1;

    public const string Create = """
        CREATE TABLE collections(
          id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, dropped INTEGER NOT NULL, held INTEGER NOT NULL, scope INTEGER NOT NULL,
          revision INTEGER NOT NULL, last INTEGER NOT NULL, oldest INTEGER NOT NULL, oldest_revision INTEGER NOT NULL,
          count INTEGER NOT NULL, bytes INTEGER NOT NULL, events INTEGER NOT NULL, swept INTEGER NOT NULL);
        CREATE TABLE log(
          seq INTEGER PRIMARY KEY, collection INTEGER NOT NULL, type INTEGER NOT NULL, shared INTEGER NOT NULL, revision INTEGER NOT NULL,
          prev INTEGER NOT NULL, time INTEGER NOT NULL, ns INTEGER NOT NULL, key TEXT NOT NULL, json BLOB);
        CREATE INDEX log_by_collection ON log(collection);
        CREATE TABLE objects(
          collection INTEGER NOT NULL, key TEXT NOT NULL, ns INTEGER NOT NULL, seq INTEGER NOT NULL, until INTEGER NOT NULL,
          revision INTEGER NOT NULL, tag INTEGER NOT NULL, size INTEGER NOT NULL,
          PRIMARY KEY(collection, key, ns, seq)) WITHOUT ROWID;
        CREATE TABLE interests(resource TEXT NOT NULL, user TEXT NOT NULL, used INTEGER NOT NULL, PRIMARY KEY(resource, user)) WITHOUT ROWID;
        CREATE TABLE notes(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE position(id INTEGER PRIMARY KEY CHECK(id = 1), epoch INTEGER NOT NULL, revision INTEGER NOT NULL);
        """;
}
