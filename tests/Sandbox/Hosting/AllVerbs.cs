using KubeEdge.EdgeMesh.Tests.Sandbox.Http;
using KubeEdge.EdgeMesh.Tests.Sandbox.Http.Verbs;
using KubeEdge.EdgeMesh.Tests.Sandbox.Reviews;
using KubeEdge.EdgeMesh.Tests.Sandbox.Subresources;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Hosting;

/// <summary>Everything that the API does besides reading whole objects.</summary>
internal static class AllVerbs
{
    public static IEnumerable<IVerb> Make(SandboxCore core) =>
    [
        new CreateVerb(core.Writes),
        new UpdateVerb(core.Writes),
        new PatchVerb(core.Writes),
        new ApplyVerb(core.Writes, core.Time),
        new DeleteVerb(core.Writes),
        new DeleteCollectionVerb(core.Reads, core.Writes),
        new ReadSubresource(core.Reads),
        new ScaleSubresource(core.Reads, core.Writes),
        new BindingSubresource(core.Registry, core.Writes),
        new EvictionSubresource(core.Registry, core.Reads, core.Writes),
        new TokenSubresource(core.Reads, core.Issuer),
        new LogSubresource(core.Reads, core.Output),
        new ExecSubresource(core.Reads),
        new AccessReview(core.Authorizer),
        new SelfReview(),
        new TokenReview(core.Tokens),
    ];
}
