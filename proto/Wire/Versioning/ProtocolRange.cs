namespace KubeEdge.EdgeMesh.Proto.Wire.Versioning;

/// <summary>The protocols that one side speaks; two sides use the highest that both speak.</summary>
/// <param name="Lowest">The oldest.</param>
/// <param name="Highest">The newest.</param>
public readonly record struct ProtocolRange(uint Lowest, uint Highest)
{
    /// <summary>What this build speaks.</summary>
    public static ProtocolRange Ours { get; } = new(1, 1);

    /// <summary>The highest protocol that both speak; false where there is none.</summary>
    public bool TryAgree(ProtocolRange other, out uint protocol)
    {
        protocol = Math.Min(Highest, other.Highest);
        return protocol >= Math.Max(Lowest, other.Lowest);
    }

    /// <summary>For a person: <c>1</c>, or <c>1 to 3</c>.</summary>
    public override string ToString() => Lowest == Highest ? $"{Lowest}" : $"{Lowest} to {Highest}";
}
