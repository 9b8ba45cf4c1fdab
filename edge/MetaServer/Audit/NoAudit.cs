using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Audit;

/// <summary>Nobody keeps a log.</summary>
internal sealed class NoAudit : IAudit
{
    public AuditTrail Begin(string auditId) => new(auditId, default);

    public void Started(HttpContext context, AuditTrail trail)
    {
    }

    public void Completed(HttpContext context, AuditTrail trail)
    {
    }
}
