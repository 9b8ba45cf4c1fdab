using KubeEdge.EdgeMesh.Cloud.Gateway.Forwarding;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Versions;
using Microsoft.AspNetCore.Http;

namespace KubeEdge.EdgeMesh.Cloud.Gateway.Condensing;

/// <summary>Requests whose answer is wanted as names and versions.</summary>
internal static class CondensedRequest
{
    /// <summary>Whether a request is one.</summary>
    /// <param name="request">The request.</param>
    /// <param name="held">What the one who asks holds; null where he wants to know of everything.</param>
    /// <param name="fault">What is wrong with it; null where nothing is.</param>
    public static bool Is(HttpRequest request, out VersionSums? held, out string? fault)
    {
        (held, fault) = (null, null);
        if (!request.Headers.TryGetValue(CondensedVersions.Header, out var values)) return false;
        try
        {
            if (!HttpMethods.IsGet(request.Method) || LastingRequest.Is(request) || values is not [{ } value])
                throw new FormatException("it goes with a GET that is answered at once, and once");
            held = CondensedVersions.Parse(value);
        }
        catch (FormatException e)
        {
            fault = $"{CondensedVersions.Header}: {e.Message}; send '{CondensedVersions.All}', or the sums of what is held";
        }
        return true;
    }
}
