namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>An item of a list: two spans that follow each other.</summary>
internal readonly ref struct ItemParts(ReadOnlySpan<byte> start, ReadOnlySpan<byte> rest)
{
    private readonly ReadOnlySpan<byte> _start = start;
    private readonly ReadOnlySpan<byte> _rest = rest;

    public void Deconstruct(out ReadOnlySpan<byte> start, out ReadOnlySpan<byte> rest)
    {
        start = _start;
        rest = _rest;
    }
}
