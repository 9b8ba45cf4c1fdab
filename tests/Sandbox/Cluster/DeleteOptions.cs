namespace KubeEdge.EdgeMesh.Tests.Sandbox.Cluster;

/// <summary>How to delete an object: the <c>DeleteOptions</c> of the Kubernetes API.</summary>
public sealed record DeleteOptions
{
    /// <summary>What happens to the objects that name this one as their owner.</summary>
    public DeletePropagation Propagation { get; init; } = DeletePropagation.Background;

    /// <summary>
    /// Seconds that a pod is given to stop; null for what its spec says. 0 deletes it at once. Other kinds have no grace period.
    /// </summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Only where the object has this UID, else Conflict.</summary>
    public string? Uid { get; init; }

    /// <summary>Only where the object is at this resource version, else Conflict.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>At once, whatever grace period the pod asked for: how a kubelet finishes a pod that has stopped.</summary>
    public static DeleteOptions Now { get; } = new() { GracePeriodSeconds = 0 };
}
