using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rollout;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Events;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications;

/// <summary>Tells people what is done to an application, as Events on it. What the status says already is not told again after a restart.</summary>
internal sealed class Announcer(IEventRecorder events)
{
    private const int Named = 5;

    public void Applied(EdgeApplication application, IReadOnlyCollection<Assessment> steps)
    {
        foreach (var (step, verb) in new[] { (Step.Create, "Created"), (Step.Update, "Updated"), (Step.Correct, "Corrected") })
        {
            var children = steps.Where(taken => taken.Step == step).Select(taken => taken.Desired.Child).ToList();
            if (children.Count > 0)
                Record(application, EventType.Normal, verb, "Apply", $"{verb} {List(children)}{Places(steps, step)}");
        }
    }

    public void Pruned(EdgeApplication application, IReadOnlyCollection<ChildKey> children)
    {
        if (children.Count > 0)
            Record(application, EventType.Normal, "Pruned", "Delete", $"Removed what is not wanted any more: {List(children)}");
    }

    /// <summary>A rollout that goes group by group reaches targets.</summary>
    public void Stepping(EdgeApplication application, IReadOnlyList<AssessedTarget> targets, IReadOnlyCollection<Assessment> steps)
    {
        if (application.RolloutStrategy.Type != RolloutType.GroupByGroup)
            return;

        foreach (var name in steps.Where(step => step.Step != Step.Correct && step.Desired.Target.Length > 0).Select(step => step.Desired.Target).Distinct())
        {
            var place = targets.TakeWhile(target => target.Planned.Name != name).Count();
            Record(application, EventType.Normal, "RolloutStep", "Rollout", $"{name} ({place} of {targets.Count - 1}) follows the application now");
        }
    }

    public void Faulty(EdgeApplication application, IReadOnlyList<string> faults)
    {
        var message = string.Join("; ", faults);
        if (ConditionOf(application, "Applied") is not { } before || LiveObject.Text(before, "message") != message)
            Record(application, EventType.Warning, "Faulty", "Render", $"Nothing is changed until this is mended: {message}");
    }

    public void Found(EdgeApplication application, ApplicationReport report)
    {
        foreach (var target in report.Targets.Where(target => target.Error.Length > 0 && ErrorOf(application, target.Target.Planned.Name) != target.Error))
            Record(application, EventType.Warning, target.Target.IsStopped ? "Faulty" : "Failed", "Apply", $"{target.Target.Planned.Name}: {target.Error}");

        if (report.IsAvailable && ConditionOf(application, "Available") is var before && (before is null || LiveObject.Text(before.Value, "status") != "True"))
            Record(application, EventType.Normal, "Available", "Observe", $"Every target is available: {string.Join(", ", report.Targets.Select(target => target.Target.Planned.Name))}");
    }

    public void Removed(EdgeApplication application, IReadOnlyCollection<ChildKey> children) =>
        Record(application, EventType.Normal, "Removed", "Delete", $"Removed with the application: {List(children)}");

    /// <summary>What somebody had changed; the first of it.</summary>
    private static string Places(IEnumerable<Assessment> steps, Step step) => step == Step.Correct
        ? $", where somebody had changed {string.Join(", ", steps.Where(taken => taken.Step == step).SelectMany(taken => taken.Drift!.Places).Distinct().Take(Named))}"
        : "";

    private void Record(EdgeApplication application, EventType type, string reason, string action, string note) => events.Record(
        new ObjectReference(EdgeApplication.Collection.ApiVersion, EdgeApplication.Kind, application.Namespace, application.Name, application.Meta.Uid),
        type, reason, action, note);

    private static string List(IReadOnlyCollection<ChildKey> children) =>
        string.Join(", ", children.Take(Named)) + (children.Count > Named ? $" and {children.Count - Named} more" : "");

    private static string? ErrorOf(EdgeApplication application, string target) => Entry(application, "targets", "name", target) is { } entry ? LiveObject.Text(entry, "lastError") : null;

    private static JsonElement? ConditionOf(EdgeApplication application, string type) => Entry(application, "conditions", "type", type);

    private static JsonElement? Entry(EdgeApplication application, string list, string key, string value)
    {
        if (LiveObject.Member(application.Status, list) is not { ValueKind: JsonValueKind.Array } entries)
            return null;
        foreach (var entry in entries.EnumerateArray().Where(entry => LiveObject.Text(entry, key) == value))
            return entry;
        return null;
    }
}
