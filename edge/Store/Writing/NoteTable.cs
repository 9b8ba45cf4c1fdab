using KubeEdge.EdgeMesh.Edge.Store.Database;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Notes as rows.</summary>
internal static class NoteTable
{
    public static byte[]? Read(Connection connection, string name)
    {
        using var row = connection.Use("SELECT value FROM notes WHERE name=?1").Bind(1, name);
        return row.Step() ? row.Bytes(0).ToArray() : null;
    }

    public static void Write(Connection connection, string name, byte[]? value)
    {
        if (value is null) connection.Use("DELETE FROM notes WHERE name=?1").Bind(1, name).Run();
        else connection.Use("INSERT INTO notes(name, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value=?2").Bind(1, name).BindBlob(2, value).Run();
    }
}
