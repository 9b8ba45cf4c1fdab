using KubeEdge.EdgeMesh.Cloud.Distribution.Views;
using KubeEdge.EdgeMesh.Proto.Wire.Versioning;
using Microsoft.Extensions.Options;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Streaming;

/// <summary>What is checked before a node is told anything.</summary>
internal sealed class Admission(ClusterView view, IOptions<DistributionOptions> options, TimeProvider time)
{
    /// <returns>The protocol to speak.</returns>
    public async Task<uint> CheckAsync(EdgeFrame.Hello hello, string certified, CancellationToken cancellationToken)
    {
        if (hello.Node != certified) throw Refusals.WrongName(certified, hello.Node);
        var theirs = new ProtocolRange(hello.ProtocolLowest, hello.ProtocolHighest);
        if (!ProtocolRange.Ours.TryAgree(theirs, out var protocol))
            throw Refusals.Versions(theirs.ToString(), ProtocolRange.Ours.ToString(), edgeIsOlder: theirs.Highest < ProtocolRange.Ours.Lowest);
        if (hello.Instance.Length == 0) throw Refusals.Broken("Hello names no instance");
        if (hello.Collections.DistinctBy(held => held.Collection).Count() != hello.Collections.Count) throw Refusals.Broken("Hello names a collection twice");
        if (hello.Interests.Count > options.Value.MaxInterests) throw Refusals.TooMuch("interests", options.Value.MaxInterests);

        try
        {
            await view.Serving.WaitAsync(options.Value.ReadyTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Refusals.NotReady();
        }
        if (!view.HasNode(hello.Node)) throw Refusals.UnknownNode(hello.Node);
        return protocol;
    }
}
