using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>Five servers of three authorities on loopback: who serves is checked by other tests.</summary>
internal static class Trust
{
    /// <summary>Any certificate will do.</summary>
    public static bool Anybody(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => certificate is not null;
}
