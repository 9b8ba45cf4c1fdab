namespace KubeEdge.EdgeMesh.Store.Tests.Model;

/// <summary>One thing that happens to the store.</summary>
internal abstract record Operation
{
    /// <summary><c>Ahead</c>: how far the revision lies above the stream's; negative: below.</summary>
    public sealed record Put(int Collection, string Key, int Ahead, int Content, bool Tagged) : Operation;

    public sealed record Delete(int Collection, string Key, int Ahead) : Operation;

    public sealed record Advance(int By) : Operation;

    public sealed record Mark(int Collection, int Ahead) : Operation;

    public sealed record Forget(int Collection) : Operation;

    /// <summary>A transaction that fails at its end.</summary>
    public sealed record Fail(int Collection, string Key) : Operation;

    public sealed record Restart : Operation;

    public sealed record Prune(int Seconds) : Operation;
}
