namespace KubeEdge.EdgeMesh.Store.Tests.Model;

/// <summary>One thing that happens to the store.</summary>
internal abstract record Operation
{
    /// <summary><c>Ahead</c>: how far the revision lies above the stream's; negative: below. <c>Life</c>: which object of that name it is.</summary>
    public sealed record Put(int Collection, string Key, int Ahead, int Content, bool Tagged, int Life) : Operation
    {
        /// <summary>Names content and object; 0 where it has none.</summary>
        public ulong Tag => Tagged ? (ulong)(Content * 10 + Life) + 1 : 0;

        /// <summary>Says which object of that name it is.</summary>
        public string Uid => $"u{Life}";
    }

    public sealed record Delete(int Collection, string Key, int Ahead) : Operation;

    public sealed record Advance(int By) : Operation;

    public sealed record Mark(int Collection, int Ahead) : Operation;

    public sealed record Forget(int Collection) : Operation;

    /// <summary>A transaction that fails at its end.</summary>
    public sealed record Fail(int Collection, string Key) : Operation;

    public sealed record Restart : Operation;

    public sealed record Prune(int Seconds) : Operation;
}
