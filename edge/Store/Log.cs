using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.Store;

/// <summary>What the store says: 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Error, "{File} was damaged and is set aside as {Aside}; a new one is begun and the cloud fills it. If this happens again, check the disk. Cause: {Reason}")]
    public static partial void SetAside(ILogger logger, string file, string aside, string reason);

    [LoggerMessage(1001, LogLevel.Warning, "Old changes could not be deleted and stay for now: {Reason}")]
    public static partial void NotPruned(ILogger logger, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "The time of the last contact with the cloud could not be saved: {Reason}")]
    public static partial void ContactNotSaved(ILogger logger, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Secrets were kept with another key than now, or with none: they are forgotten, and fetched from the cloud anew.")]
    public static partial void KeyChanged(ILogger logger);

    [LoggerMessage(1003, LogLevel.Information, "The store {File} is open: {Objects} objects in {Collections} collections, at revision {Revision}")]
    public static partial void Opened(ILogger logger, string file, long objects, int collections, long revision);
}
