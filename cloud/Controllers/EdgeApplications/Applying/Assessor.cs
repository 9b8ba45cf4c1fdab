using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>Compares what is wanted with what is, by what informers know; asks the API server nothing.</summary>
internal sealed class Assessor(Children children, Autoscalers autoscalers, TimeProvider time)
{
    /// <summary>The same change, made again this often after it was corrected, is a quarrel: it is corrected more and more seldom.</summary>
    private const int Patience = 3;

    private static readonly TimeSpan LongestTruce = TimeSpan.FromMinutes(5);
    private static readonly ObjectHealth Absent = ObjectHealth.Progressing("it is not there yet") with { IsObserved = false };

    public Assessment Assess(EdgeApplication application, DesiredObject desired, ApplicationMemory memory)
    {
        var collection = children.Follow(desired.Child.Resource);
        if (!collection.Synced)
        {
            return Stuck(desired, null, $"{desired.Child.Resource.GroupResource} of the cluster are not known yet; "
                + "if this lasts, edgemesh-cloud lacks the right to list and watch them");
        }

        if (collection.Find(desired.Child.Key) is not { } found)
            return new Assessment(desired, null, Step.Create, Absent) { Form = desired.FormFor(null) };
        if (!found.Owner.Is(application))
            return Stuck(desired, null, NotOurs(desired, found.Owner));
        if (memory.Recall(desired, found.Raw) is { } known)
            return known;

        var assessment = Assess(desired, found.Raw, memory);
        if (assessment.Again is null)
            memory.Remember(assessment);
        return assessment;
    }

    private Assessment Assess(DesiredObject desired, RawObject raw, ApplicationMemory memory)
    {
        using var document = JsonDocument.Parse(raw.Json);
        var live = document.RootElement;
        var form = desired.FormFor(live);
        var health = HealthRules.Of(desired.Child.Resource, live, desired.PodTemplatePath);
        if (new LiveObject(live).IsBeingDeleted)
            return Stuck(desired, raw, $"{desired.Child} is being deleted; it is made anew when it has gone") with { Health = health };

        var assessment = new Assessment(desired, raw, Step.None, health) { Form = form };
        if (LiveObject.Text(LiveObject.At(live, "metadata", "annotations"), DesiredObject.HashAnnotation) != form.Hash)
            return assessment with { Step = Step.Update };

        // Its number belongs to the autoscaler, whatever it is.
        var scaled = autoscalers.Scale(desired.Child.Resource, desired.Api.Kind, desired.Child.Key);
        var drift = Drift.Between(form.Wanted, live, desired.Child.Resource, scaled ? Drift.Replicas : null);
        if (drift.Places.Count == 0 || memory.IsSettled(desired.Child, form.Hash, drift.Print))
            return assessment;

        var before = memory.CorrectionsOf(desired.Child, drift.Print);
        var truce = before.Count < Patience ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(LongestTruce.TotalSeconds, Math.Pow(2, Math.Min(before.Count, 10))));
        var left = before.Last + truce - time.GetUtcNow();
        return truce > TimeSpan.Zero && left > TimeSpan.Zero
            ? Stuck(desired, raw, $"somebody keeps changing {string.Join(", ", drift.Places.Take(3))} of {desired.Child}") with { Health = health, Again = left }
            : assessment with { Step = Step.Correct, Drift = drift };
    }

    private static Assessment Stuck(DesiredObject desired, RawObject? live, string problem) =>
        new(desired, live, Step.None, ObjectHealth.Progressing(problem) with { IsObserved = false }) { Form = desired.FormFor(null), Problem = problem };

    private static string NotOurs(DesiredObject desired, Owner owner)
    {
        var whose = owner.Application is { } other ? $"belongs to EdgeApplication {other}"
            : owner.Controller.Length > 0 ? $"belongs to {owner.Controller}"
            : "was not made by an EdgeApplication";
        return $"{desired.Child} exists already and {whose}: it is left as it is. Rename the manifest, delete the object, "
            + $"or hand it over with the annotation {Owner.Annotation}";
    }
}
