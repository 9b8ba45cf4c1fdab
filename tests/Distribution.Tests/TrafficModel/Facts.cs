using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Distribution.Tests.TrafficModel;

/// <summary>A backend as the cluster has it.</summary>
internal sealed record Backend(string Address, string? Node, bool? Ready)
{
    public bool IsReady => Ready != false;

    public override string ToString() => $"{Address}@{Node ?? "-"}{(IsReady ? "" : "!")}";
}

/// <summary>What a test cluster holds, in the terms of the law and not of its JSON.</summary>
internal abstract record Fact(ObjectKey Key)
{
    public long Revision { get; init; }

    /// <param name="Name">The node.</param>
    /// <param name="Group">Its group; empty for none.</param>
    internal sealed record Node(string Name, string Group) : Fact(new ObjectKey("", Name));

    /// <param name="Name">The Service.</param>
    /// <param name="Annotations">Its annotations.</param>
    /// <param name="Levels">What they mean: the levels from narrow to wide, empty for an open one.</param>
    internal sealed record Service(string Name, string Annotations, IReadOnlyList<string> Levels) : Fact(new ObjectKey("shop", Name));

    /// <param name="Name">The slice.</param>
    /// <param name="Of">Its Service; null where it bears no label.</param>
    /// <param name="Family">The address type.</param>
    /// <param name="Backends">Its endpoints.</param>
    internal sealed record Slice(string Name, string? Of, string Family, IReadOnlyList<Backend> Backends) : Fact(new ObjectKey("shop", Name));

    /// <param name="Name">The Endpoints, and their Service.</param>
    /// <param name="Subsets">Their subsets, with addresses that are ready and such that are not.</param>
    internal sealed record Endpoints(string Name, IReadOnlyList<IReadOnlyList<Backend>> Subsets) : Fact(new ObjectKey("shop", Name));
}
