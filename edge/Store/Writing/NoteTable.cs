using KubeEdge.EdgeMesh.Edge.Store.Database;

namespace KubeEdge.EdgeMesh.Edge.Store.Writing;

/// <summary>Notes as rows. Those whose names begin with <see cref="SecretPrefix"/> are encrypted, as Secrets are.</summary>
internal static class NoteTable
{
    public const string SecretPrefix = "secret/";

    public static byte[]? Read(Connection connection, string name)
    {
        using var row = connection.Use("SELECT value FROM notes WHERE name=?1").Bind(1, name);
        if (!row.Step()) return null;
        return (IsSecret(name) ? row.Json(0) : row.Bytes(0)).ToArray();
    }

    public static void Write(Connection connection, string name, byte[]? value)
    {
        if (value is null) connection.Use("DELETE FROM notes WHERE name=?1").Bind(1, name).Run();
        else connection.Use("INSERT INTO notes(name, value) VALUES(?1, ?2) ON CONFLICT DO UPDATE SET value=?2").Bind(1, name).BindBlob(2, IsSecret(name) ? connection.Seal(value) : value).Run();
    }

    /// <summary>Nobody can read them any more.</summary>
    public static void DropSecrets(Connection connection) => connection.Execute($"DELETE FROM notes WHERE name GLOB '{SecretPrefix}*'");

    private static bool IsSecret(string name) => name.StartsWith(SecretPrefix, StringComparison.Ordinal);
}
