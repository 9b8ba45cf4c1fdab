using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Controllers.Tests.EdgeApplications;

/// <summary>How objects do, by their own status. KubeEdge's own answer to this is wrong (#5061).</summary>
public sealed class HealthTests
{
    private const string Rolled = """ "observedGeneration":2,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2 """;

    [Theory]
    [InlineData("apps/v1/deployments", "{" + Rolled + "}", "Available")]
    [InlineData("apps/v1/deployments", "{}", "Progressing")]
    [InlineData("apps/v1/deployments", """{"observedGeneration":1,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":2}""", "Progressing")]
    [InlineData("apps/v1/deployments", """{"observedGeneration":2,"replicas":3,"updatedReplicas":1,"readyReplicas":2,"availableReplicas":2}""", "Progressing")]
    [InlineData("apps/v1/deployments", """{"observedGeneration":2,"replicas":3,"updatedReplicas":2,"readyReplicas":3,"availableReplicas":3}""", "Progressing")]
    [InlineData("apps/v1/deployments", """{"observedGeneration":2,"replicas":2,"updatedReplicas":2,"readyReplicas":2,"availableReplicas":1}""", "Progressing")]
    [InlineData("apps/v1/deployments", """{"observedGeneration":2,"replicas":2,"updatedReplicas":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"m"}]}""", "Failed")]
    [InlineData("apps/v1/deployments", """{"observedGeneration":2,"conditions":[{"type":"ReplicaFailure","status":"True","message":"exceeded quota"}]}""", "Failed")]
    [InlineData("apps/v1/statefulsets", """{"observedGeneration":2,"replicas":2,"updatedReplicas":1,"readyReplicas":2,"availableReplicas":2,"currentRevision":"a","updateRevision":"b"}""", "Progressing")]
    [InlineData("apps/v1/statefulsets", """{"observedGeneration":2,"replicas":2,"readyReplicas":2,"availableReplicas":2,"currentRevision":"b","updateRevision":"b"}""", "Available")]
    [InlineData("apps/v1/daemonsets", """{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberReady":2,"numberAvailable":2}""", "Available")]
    [InlineData("apps/v1/daemonsets", """{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":1,"numberReady":2,"numberAvailable":2}""", "Progressing")]
    [InlineData("apps/v1/replicasets", """{"observedGeneration":2,"replicas":2,"readyReplicas":1,"availableReplicas":1}""", "Progressing")]
    [InlineData("batch/v1/jobs", """{"active":1}""", "Progressing")]
    [InlineData("batch/v1/jobs", """{"conditions":[{"type":"Complete","status":"True"}],"succeeded":2}""", "Available")]
    [InlineData("batch/v1/jobs", """{"conditions":[{"type":"Failed","status":"True","message":"BackoffLimitExceeded"}]}""", "Failed")]
    [InlineData("batch/v1/cronjobs", "{}", "Available")]
    [InlineData("v1/pods", """{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""", "Available")]
    [InlineData("v1/pods", """{"phase":"Running","conditions":[{"type":"Ready","status":"False"}]}""", "Progressing")]
    [InlineData("v1/pods", """{"phase":"Failed","message":"evicted"}""", "Failed")]
    [InlineData("v1/services", "{}", "Available")]
    [InlineData("v1/persistentvolumeclaims", """{"phase":"Pending"}""", "Progressing")]
    [InlineData("v1/persistentvolumeclaims", """{"phase":"Bound"}""", "Available")]
    [InlineData("v1/persistentvolumeclaims", """{"phase":"Lost"}""", "Failed")]
    [InlineData("v1/configmaps", "null", "Available")]
    [InlineData("example.com/v1/tills", "{}", "Available")]
    [InlineData("example.com/v1/tills", """{"observedGeneration":1}""", "Progressing")]
    [InlineData("example.com/v1/tills", """{"conditions":[{"type":"Ready","status":"Unknown"}]}""", "Progressing")]
    [InlineData("example.com/v1/tills", """{"conditions":[{"type":"Ready","status":"True"},{"type":"Reconciling","status":"True","message":"m"}]}""", "Progressing")]
    [InlineData("example.com/v1/tills", """{"conditions":[{"type":"Stalled","status":"True","message":"m"}]}""", "Failed")]
    [InlineData("example.com/v1/tills", """{"observedGeneration":2,"conditions":[{"type":"Ready","status":"True"}]}""", "Available")]
    public void Of_AStatus_SaysHowItDoes(string resource, string status, string health)
    {
        var found = Of(resource, $$"""{"metadata":{"generation":2},"spec":{"replicas":2},"status":{{status}}}""");
        Assert.Equal(health, found.State.ToString());
        Assert.Equal(health == "Available", found.Message.Length == 0);
    }

    [Fact]
    public void Of_AnObjectInDeletion_IsNotAvailable() =>
        Assert.Equal(HealthState.Progressing, Of("v1/configmaps", """{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"}}""").State);

    [Fact]
    public void Of_ALoadBalancerWithoutAnAddress_IsProgressing() =>
        Assert.Equal(HealthState.Progressing, Of("v1/services", """{"spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{}}}""").State);

    [Fact]
    public void Of_ADeployment_CountsItsPodsAndNamesItsImages()
    {
        var found = Of("apps/v1/deployments", $$$"""{"metadata":{"generation":2},"spec":{"replicas":2,"template":{"spec":{"containers":[{"image":"a"},{"image":"b"},{"image":"a"}]} } },"status":{ {{{Rolled}}} } }""");
        Assert.Equal(new ReplicaCounts(2, 2, 2, 2), found.Counts);
        Assert.Equal(["a", "b"], found.Images);
    }

    private static ObjectHealth Of(string resource, string json)
    {
        using var document = JsonDocument.Parse(json);
        return HealthRules.Of(GroupVersionResource.Parse(resource), document.RootElement, "/spec/template");
    }
}
