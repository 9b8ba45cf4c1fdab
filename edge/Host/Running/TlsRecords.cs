using System.IO.Pipelines;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace KubeEdge.EdgeMesh.Edge.Host.Running;

/// <summary>
/// Has answers leave in as few TLS records as they fit into. The server's own buffers are of 4 KiB and each becomes a record and a write to the socket: a
/// pod with its headers would be two of either, here and at the client.
/// </summary>
internal static class TlsRecords
{
    /// <summary>Comes after TLS: what it is given is not encrypted yet.</summary>
    public static void UseWholeRecords(this ListenOptions listen) => listen.Use(next => async connection =>
    {
        var transport = connection.Transport;
        connection.Transport = new Pipes(transport.Input, new RecordWriter(transport.Output));
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = transport;
        }
    });

    private sealed record Pipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
