namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Watching;

/// <summary>The <c>type</c> of a watch event.</summary>
public enum WatchEventType
{
    /// <summary><c>ADDED</c></summary>
    Added,

    /// <summary><c>MODIFIED</c></summary>
    Modified,

    /// <summary><c>DELETED</c>: the object as it last was, with the revision of its deletion.</summary>
    Deleted,

    /// <summary><c>BOOKMARK</c>: nothing but a revision up to which everything has been sent.</summary>
    Bookmark,

    /// <summary><c>ERROR</c>: a Status; the watch ends.</summary>
    Error,
}
