namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

/// <summary>
/// Kinds that are known by nothing but the conventions of conditions: Stalled and Reconciling say what is not well, Ready and Available what is.
/// An object without any of them is available as soon as it is there.
/// </summary>
internal static class ConditionHealth
{
    private static readonly string[] Good = ["Ready", "Available"];

    public static ObjectHealth Of(LiveObject live)
    {
        if (live.ObservedGeneration is { } observed && observed < live.Generation)
            return ObjectHealth.Progressing("its controller has not seen this generation yet") with { IsObserved = false };
        if (live.Find("Stalled") is { IsTrue: true } stalled)
            return ObjectHealth.Failed(stalled.Words);
        if (live.Find("Reconciling") is { IsTrue: true } reconciling)
            return ObjectHealth.Progressing(reconciling.Words);

        foreach (var type in Good)
        {
            if (live.Find(type) is { IsTrue: false } condition)
                return ObjectHealth.Progressing(condition.Words.Length > 0 ? condition.Words : $"condition {type} is {condition.Status}");
        }

        return ObjectHealth.Available;
    }
}
