namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Hears when the cloud sends this daemon away for a reason that waiting does not mend. The sync goes on trying, slowly, unless the host ends.</summary>
public interface IRefusalHandler
{
    /// <summary>The cloud has refused. A host ends at a refusal before the first connection, and goes on serving at a later one.</summary>
    void Refused(Refusal refusal);
}
