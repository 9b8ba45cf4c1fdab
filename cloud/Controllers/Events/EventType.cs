namespace KubeEdge.EdgeMesh.Cloud.Controllers.Events;

/// <summary>The type of an Event, by its name in the API.</summary>
internal enum EventType
{
    /// <summary>The ordinary course.</summary>
    Normal,

    /// <summary>Somebody should look at it.</summary>
    Warning,
}
