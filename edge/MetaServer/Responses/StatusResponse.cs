using System.Globalization;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Responses;

/// <summary>The one place where a failure becomes an answer.</summary>
public static class StatusResponse
{
    /// <summary>Answers with a Status. The response must not have started.</summary>
    public static async Task WriteAsync(HttpContext context, KubernetesStatus status)
    {
        var response = context.Response;
        response.StatusCode = status.Code == 0 ? StatusCodes.Status200OK : status.Code;
        response.ContentType = "application/json";
        if (status.Details is { RetryAfterSeconds: > 0 and var seconds })
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (HttpMethods.IsHead(context.Request.Method)) return;
        // A 406 is for a person: no form was agreed upon with the program.
        var pretty = status.Code == StatusCodes.Status406NotAcceptable || MediaChoice.IsForPerson(context.Request);
        using var body = new ResponseBody(response, pretty, gzip: false);
        body.Write(status.ToUtf8());
        body.Write("\n"u8);
        await body.CompleteAsync(context.RequestAborted);
    }
}
