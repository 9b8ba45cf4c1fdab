using System.Threading.Channels;
using KubeEdge.EdgeMesh.Cloud.Distribution.Views;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>Decides, one after the other, what a node may hold because callers on it read it. On no trust in the node: the caller must be a pod of that node.</summary>
internal sealed class InterestDesk(SessionContext context, Viewer viewer)
{
    private const int Attempts = 3;

    public async Task RunAsync(IReadOnlyList<EdgeFrame.Interest> known, ChannelReader<EdgeFrame.Interest> notices, CancellationToken cancellationToken)
    {
        foreach (var collection in known.GroupBy(interest => interest.Collection))
        {
            foreach (var interest in collection) await DecideAsync(interest, cancellationToken);
            context.View.Settle(viewer, collection.Key);
        }
        await foreach (var notice in notices.ReadAllAsync(cancellationToken))
        {
            if (notice.Release) context.View.Release(viewer, notice.Collection, notice.User);
            else await DecideAsync(notice, cancellationToken);
        }
    }

    private async Task DecideAsync(EdgeFrame.Interest interest, CancellationToken cancellationToken)
    {
        if (context.View.IsForEveryone(interest.Collection)) return;
        long asOf;
        lock (context.View.Gate) asOf = context.View.Grants.RightsVersion;
        var decision = await JudgeAsync(interest, cancellationToken);
        if (decision.Granted)
        {
            context.View.Grant(viewer, interest.Collection, interest.User, asOf);
            Log.InterestGranted(context.Logger, interest.Collection, interest.User, viewer.Node);
        }
        else
        {
            viewer.Outbox.Enqueue(new Mark(interest.Collection, MarkState.Denied, ShareScope.Node, 0, decision.Reason, interest.User));
            Log.InterestDenied(context.Logger, interest.Collection, interest.User, viewer.Node, decision.Reason);
        }
    }

    private async Task<InterestDecision> JudgeAsync(EdgeFrame.Interest interest, CancellationToken cancellationToken)
    {
        if (context.View.WantedBy(viewer) is var held && held >= context.Options.MaxWantedCollections && !context.View.Sees(viewer, interest.Collection))
            return new InterestDecision(false, $"the node holds {held} wanted collections already, and the cloud allows no more");
        if (!GrantBook.TryReadAccount(interest.User, out var account))
            return new InterestDecision(false, "only what service accounts of pods read is kept on a node");
        if (!context.View.RunsAs(viewer.Node, account))
            return new InterestDecision(false, $"no pod on node {viewer.Node} runs as {account}");

        for (var attempt = 1; ; attempt++)
        {
            using var expiry = new CancellationTokenSource(context.Options.DecisionTimeout, context.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(expiry.Token, cancellationToken);
            try
            {
                return await context.Authorizer.DecideAsync(interest.User, interest.Collection, either.Token);
            }
#pragma warning disable CA1031 // Whatever keeps it from being decided, the answer must not be yes.
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                Log.InterestUndecided(context.Logger, e, interest.Collection, interest.User, viewer.Node);
                if (attempt == Attempts) return new InterestDecision(false, "the cluster could not be asked whether this is allowed; it will be asked again");
            }
        }
    }
}
