using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>What the cloud says in one message.</summary>
/// <param name="Batch">Its number; 0 where nothing has to be acknowledged.</param>
/// <param name="Revision">The highest revision seen.</param>
/// <param name="Content">What it carries; null in the first message.</param>
/// <param name="Welcome">Only in the first message.</param>
internal sealed record CloudFrame(ulong Batch, long Revision, OutboxBatch? Content, Welcoming? Welcome = null);
