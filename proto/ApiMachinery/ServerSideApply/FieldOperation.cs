namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>How a manager came to own fields.</summary>
public enum FieldOperation
{
    /// <summary>By applying them: what it leaves out next time is given up.</summary>
    Apply,

    /// <summary>By any other write: create, update, patch.</summary>
    Update,
}
