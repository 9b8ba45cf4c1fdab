using System.Diagnostics.CodeAnalysis;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>
/// The tables of the audiences of one kind (groups, or nodes) in one collection. A table exists while somebody views it: what nobody
/// is connected to see costs nothing.
/// </summary>
internal sealed class AudienceTables(IChangeEncoder encoder, Func<string, IEnumerable<ObjectChange>> fill)
{
    private readonly Dictionary<string, ShareTable> _tables = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, ShareTable>> All => _tables;

    public bool TryGet(string audience, [NotNullWhen(true)] out ShareTable? table) => _tables.TryGetValue(audience, out table);

    /// <summary>The audience's table, computed afresh where it is the first time.</summary>
    public ShareTable Open(string audience)
    {
        if (_tables.TryGetValue(audience, out var table)) return table;
        table = new ShareTable(encoder);
        foreach (var entry in fill(audience)) table.Put(entry);
        _tables.Add(audience, table);
        return table;
    }

    /// <summary>Drops the audience's table where nobody views it any more.</summary>
    public void Close(string audience)
    {
        if (_tables.TryGetValue(audience, out var table) && table.Viewers == 0) _tables.Remove(audience);
    }
}
