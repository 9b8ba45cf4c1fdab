using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Errors;

public class KubernetesStatusTests
{
    private static readonly GroupVersionResource Pods = new("", "v1", "pods");
    private static readonly GroupVersionResource Deployments = new("apps", "v1", "deployments");

    public static TheoryData<KubernetesStatus, string> Cases => new()
    {
        { KubernetesStatus.NotFound(Deployments, "x"), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"deployments.apps \"x\" not found","reason":"NotFound","details":{"name":"x","group":"apps","kind":"deployments"},"code":404}""" },
        { KubernetesStatus.AlreadyExists(Pods, "x"), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \"x\" already exists","reason":"AlreadyExists","details":{"name":"x","kind":"pods"},"code":409}""" },
        { KubernetesStatus.Conflict(Pods, "x"), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Operation cannot be fulfilled on pods \"x\": the object has been modified; please apply your changes to the latest version and try again","reason":"Conflict","details":{"name":"x","kind":"pods"},"code":409}""" },
        { KubernetesStatus.Invalid("Deployment.apps", "x", [StatusCause.Required("spec.selector")]), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Deployment.apps \"x\" is invalid: spec.selector: Required value","reason":"Invalid","details":{"name":"x","group":"apps","kind":"Deployment","causes":[{"reason":"FieldValueRequired","message":"Required value","field":"spec.selector"}]},"code":422}""" },
        { KubernetesStatus.Unauthorized(), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}""" },
        { KubernetesStatus.Forbidden("u", "list", Pods, "", "ns", ""), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods is forbidden: User \"u\" cannot list resource \"pods\" in API group \"\" in the namespace \"ns\"","reason":"Forbidden","details":{"kind":"pods"},"code":403}""" },
        { KubernetesStatus.ForbiddenPath("u", "get", "/metrics"), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden: User \"u\" cannot get path \"/metrics\"","reason":"Forbidden","details":{},"code":403}""" },
        { KubernetesStatus.TooLargeResourceVersion(9, 5), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Timeout: Too large resource version: 9, current: 5","reason":"Timeout","details":{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}],"retryAfterSeconds":1},"code":504}""" },
        { KubernetesStatus.Expired("too old", "abc"), """{"kind":"Status","apiVersion":"v1","metadata":{"continue":"abc"},"status":"Failure","message":"too old","reason":"Expired","code":410}""" },
        { KubernetesStatus.Deleted(Pods, "x", "u"), """{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","details":{"name":"x","kind":"pods","uid":"u"}}""" },
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void ToUtf8_Factory_WritesWhatKubernetesWrites(KubernetesStatus status, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(status.ToUtf8()));

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void TryParse_WhatToUtf8Wrote_IsTheSame(KubernetesStatus status, string expected)
    {
        Assert.True(KubernetesStatus.TryParse(status.ToUtf8(), out var parsed));
        Assert.Equal(expected, Encoding.UTF8.GetString(parsed.ToUtf8()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"kind":"Pod"}""")]
    public void TryParse_SomethingElse_IsFalse(string json) => Assert.False(KubernetesStatus.TryParse(Encoding.UTF8.GetBytes(json), out _));
}
