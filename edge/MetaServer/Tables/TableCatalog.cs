using System.Collections.Frozen;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Tables;

/// <summary>Which columns each kind has.</summary>
internal sealed class TableCatalog
{
    private static readonly IReadOnlyList<Column> Default = [Column.ObjectName, Column.CreatedAt];

    private readonly FrozenDictionary<(string Group, string Resource), IReadOnlyList<Column>> _known =
        new Dictionary<(string, string), IReadOnlyList<Column>>
        {
        }.ToFrozenDictionary();

    public IReadOnlyList<Column> For(ApiResource resource) =>
        _known.TryGetValue((resource.Resource.Group, resource.Resource.Resource), out var columns) ? columns : Default;
}
