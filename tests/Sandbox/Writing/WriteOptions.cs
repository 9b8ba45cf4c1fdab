using KubeEdge.EdgeMesh.Edge.MetaServer.Authentication;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

/// <summary>Who writes, and how.</summary>
/// <param name="User">The caller.</param>
internal sealed record WriteOptions(UserIdentity User)
{
    /// <summary>The subresource by which the object itself is written, which its owners are told by: <c>scale</c>. Empty for none.</summary>
    public string Through { get; init; } = "";

    /// <summary>Whose fields these are, for <c>managedFields</c>.</summary>
    public string FieldManager { get; init; } = "unknown";

    /// <summary>The object already carries who owns what: server-side apply worked it out.</summary>
    public bool IsApply { get; init; }

    /// <summary>Everything is checked and answered, nothing is kept.</summary>
    public bool DryRun { get; init; }

    /// <summary>The sandbox's own controllers.</summary>
    public static WriteOptions Controller { get; } =
        new(new UserIdentity("system:kube-controller-manager", [UserIdentity.Masters, "system:authenticated"])) { FieldManager = "edgemesh-sandbox" };
}
