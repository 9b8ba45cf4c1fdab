using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Edge.MetaServer;

internal static partial class Log
{
    [LoggerMessage(1200, LogLevel.Error, "{Method} {Path} failed (audit id {AuditId})")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path, string auditId);

    [LoggerMessage(1201, LogLevel.Information, "Refused a credential for {Path}: {Reason}")]
    public static partial void CredentialRefused(ILogger logger, string path, string reason);

    [LoggerMessage(1202, LogLevel.Information, "{User} may not {Verb} {Path}")]
    public static partial void Denied(ILogger logger, string user, string verb, string path);

    [LoggerMessage(1203, LogLevel.Warning, "Health check {Check} failed: {Problem}")]
    public static partial void CheckFailed(ILogger logger, string check, string problem);

    [LoggerMessage(1204, LogLevel.Warning, "An answer to {Method} {Path} was cut short: the state it was read from is no longer held")]
    public static partial void AnswerCut(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(1205, LogLevel.Information, "Passing {Method} {Path} to the cloud failed: {Error}")]
    public static partial void PassThroughFailed(ILogger logger, Exception? exception, string method, string path, string error);

    [LoggerMessage(1206, LogLevel.Information, "{User} reads {Collection}, which is not held: asking the cloud for it")]
    public static partial void Wanted(ILogger logger, string user, string collection);

    [LoggerMessage(1220, LogLevel.Information, "Nobody has used {Collection} for {User} in {Idle}: it is no longer kept here")]
    public static partial void InterestIdle(ILogger logger, string collection, string user, TimeSpan idle);

    [LoggerMessage(1221, LogLevel.Information, "The cluster no longer serves {Collection}, which {User} read: it is no longer kept here")]
    public static partial void InterestVanished(ILogger logger, string collection, string user);

    [LoggerMessage(1222, LogLevel.Warning, "What callers no longer use stays for now: {Problem}")]
    public static partial void InterestsNotKept(ILogger logger, string problem);

    [LoggerMessage(1230, LogLevel.Information, "A read of {Path} is answered without the cluster's word that it is up to date")]
    public static partial void NotConfirmed(ILogger logger, Exception exception, string path);

    [LoggerMessage(1232, LogLevel.Information, "{Collection} went over to this node: that it has come as far as the lists that passed through is not shown yet")]
    public static partial void NotJoined(ILogger logger, Exception exception, string collection);

    [LoggerMessage(1231, LogLevel.Warning, "A read of {Path} was refused: what the cluster holds did not arrive here in time")]
    public static partial void NotReached(ILogger logger, string path);

    [LoggerMessage(1240, LogLevel.Warning, "{Count} events of the audit log are lost: the disk did not keep up")]
    public static partial void AuditLost(ILogger logger, long count);

    [LoggerMessage(1241, LogLevel.Error, "The audit log {Path} cannot be written: give the daemon's user write access and room there, or name another with --audit-log")]
    public static partial void AuditFailed(ILogger logger, Exception exception, string path);
}
