using System.Text;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

namespace KubeEdge.EdgeMesh.ApiMachinery.Tests.Selectors;

public class FieldSelectorTests
{
    private const string Pod = """{"metadata":{"name":"a","namespace":"n"},"spec":{"nodeName":"hz-1","hostNetwork":true},"status":{"phase":"Running","podIP":"10.0.0.9","podIPs":[{"ip":"10.0.0.1"},{"ip":"::1"}]}}""";

    [Theory]
    [InlineData("v1/pods", Pod, "spec.nodeName=hz-1", true)]
    [InlineData("v1/pods", Pod, "spec.nodeName==hz-1,metadata.name!=b", true)]
    [InlineData("v1/pods", Pod, "spec.nodeName=", false)]
    [InlineData("v1/pods", Pod, "spec.host=hz-1", true)]
    [InlineData("v1/pods", "{}", "spec.nodeName=", true)]
    [InlineData("v1/pods", Pod, "spec.hostNetwork=true", true)]
    [InlineData("v1/pods", "{}", "spec.hostNetwork=false", true)]
    [InlineData("v1/pods", Pod, "status.podIP=10.0.0.1", true)]
    [InlineData("v1/pods", Pod, "status.podIPs=10.0.0.1", false)]
    [InlineData("v1/pods", Pod, "status.podIPs=", true)]
    [InlineData("v1/nodes", "{}", "spec.unschedulable=false", true)]
    [InlineData("v1/nodes", """{"spec":{"unschedulable":true}}""", "spec.unschedulable=true", true)]
    [InlineData("v1/services", """{"spec":{"clusterIP":"None"}}""", "spec.clusterIP!=None", false)]
    [InlineData("v1/secrets", """{"type":"a/b"}""", "type=a/b", true)]
    [InlineData("v1/events", """{"reportingComponent":"c"}""", "source=c", true)]
    [InlineData("v1/events", """{"source":{"component":"s"},"reportingComponent":"c"}""", "source=s,reportingComponent=c", true)]
    [InlineData("v1/events", """{"source":{"component":""},"reportingComponent":"c"}""", "source=c", true)]
    [InlineData("batch/v1/jobs", """{"status":{"succeeded":2}}""", "status.successful=2", true)]
    [InlineData("batch/v1/jobs", "{}", "status.successful=0", true)]
    [InlineData("v1/replicationcontrollers", "{}", "status.replicas=0", true)]
    [InlineData("x.io/v1/shirts", """{"spec":{"color":"a,b=c\\"}}""", """spec.color=a\,b\=c\\""", true)]
    public void Matches_FieldOfItsKind_Compares(string resource, string json, string selector, bool expected)
    {
        var parsed = FieldSelector.Parse(selector);
        Assert.Equal(expected, parsed.Matches(Encoding.UTF8.GetBytes(json), GroupVersionResource.Parse(resource)));
        Assert.Equal(parsed.ToString(), FieldSelector.Parse(parsed.ToString()).ToString());
    }

    [Theory]
    [InlineData("v1/pods", false, "spec.x=1", "field label not supported: spec.x")]
    [InlineData("v1/nodes", false, "metadata.namespace=a", "field label not supported: metadata.namespace")]
    [InlineData("x.io/v1/shirts", true, "spec.size=a", "field label not supported: spec.size")]
    [InlineData("v1/configmaps", false, "data.a=1", "\"data.a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("apps/v1/deployments", false, "spec.x=1", "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("batch/v1/jobs", false, "spec.x=1", "field label \"spec.x\" not supported for Job")]
    public void Validate_UnknownField_SaysWhatKubernetesSays(string resource, bool custom, string selector, string expected) =>
        Assert.Equal(expected, Assert.Throws<SelectorException>(
            () => FieldSelector.Parse(selector).Validate(GroupVersionResource.Parse(resource), custom, [".spec.color"])).Message);

    [Theory]
    [InlineData("v1/pods", false, "metadata.name=a,metadata.namespace=b,status.podIPs=c")]
    [InlineData("apps/v1/deployments", false, "metadata.name=a,metadata.namespace=b")]
    [InlineData("x.io/v1/shirts", true, "metadata.name=a,spec.color=b")]
    [InlineData("events.k8s.io/v1/events", false, "regarding.name=a,reportingController=b")]
    public void Validate_KnownField_Passes(string resource, bool custom, string selector) =>
        FieldSelector.Parse(selector).Validate(GroupVersionResource.Parse(resource), custom, [".spec.color"]);

    [Theory]
    [InlineData("abc", "invalid selector: 'abc'; can't understand 'abc'")]
    [InlineData("a=b=c", "invalid field selector: unescaped character in value: 61")]
    [InlineData("""a=b\c""", """invalid field selector: invalid escape sequence: \c""")]
    [InlineData("""a=b\""", """invalid field selector: invalid escape sequence: \""")]
    public void Parse_Malformed_SaysWhatKubernetesSays(string selector, string expected) =>
        Assert.Equal(expected, Assert.Throws<SelectorException>(() => FieldSelector.Parse(selector)).Message);

    [Fact]
    public void RequiresExact_EqualityAndInequality_GivesOnlyEquality()
    {
        var selector = FieldSelector.Parse("spec.nodeName!=b,metadata.name=x,,");
        Assert.Equal("x", selector.RequiresExact("metadata.name"));
        Assert.Null(selector.RequiresExact("spec.nodeName"));
    }
}
