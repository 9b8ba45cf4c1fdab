namespace KubeEdge.EdgeMesh.Edge.Sync;

/// <summary>Hears when the cloud sends this daemon away for a reason that waiting does not mend. The sync goes on trying, slowly, unless the host ends.</summary>
public interface IRefusalHandler
{
    /// <summary>The cloud has refused. Whether that ends the process is for the host to say.</summary>
    void Refused(Refusal refusal);
}
