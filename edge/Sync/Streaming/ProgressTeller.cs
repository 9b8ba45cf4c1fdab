using KubeEdge.EdgeMesh.Edge.Store.Link;

namespace KubeEdge.EdgeMesh.Edge.Sync.Streaming;

/// <summary>Asks the cloud how far it is, for whoever has to know, and passes on what it says.</summary>
internal sealed class ProgressTeller(IProgress progress)
{
    /// <summary>A stream begins.</summary>
    public void Begin() => progress.Begin();

    /// <summary>Asks until cancelled.</summary>
    public async Task RunAsync(Func<EdgeFrame, CancellationToken, ValueTask> send, CancellationToken cancellationToken)
    {
        while (true)
        {
            foreach (var collection in await progress.TakeQuestionsAsync(cancellationToken)) await send(new EdgeFrame.Progress(collection), cancellationToken);
        }
    }

    /// <summary>Takes in the marks of a message; after it was applied.</summary>
    public void Hear(IEnumerable<CloudBatch.Mark> marks)
    {
        foreach (var mark in marks)
        {
            if (mark.State == CloudBatch.MarkState.Complete) progress.Tell(mark.Collection, mark.Revision);
        }
    }
}
