using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>Remembers who asked what.</summary>
internal interface IAudit
{
    /// <summary>A request begins.</summary>
    AuditTrail Begin(string auditId);

    /// <summary>A request that lasts is being answered.</summary>
    void Started(HttpContext context, AuditTrail trail);

    /// <summary>A request has been answered.</summary>
    void Completed(HttpContext context, AuditTrail trail);
}
