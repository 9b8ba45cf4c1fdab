using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Status;

/// <summary>The conditions <c>Applied</c>, <c>Available</c> and <c>Progressing</c>.</summary>
internal static class StatusConditions
{
    private const int Longest = 1024;

    /// <param name="report">What was found.</param>
    /// <param name="before">The conditions as they stand; a status that stays keeps the time since when.</param>
    /// <param name="observed">The generation that all of it speaks of; null where there is none yet.</param>
    /// <param name="now">When.</param>
    public static JsonArray Of(ApplicationReport report, JsonElement before, long? observed, DateTimeOffset now)
    {
        var targets = report.Targets;
        var wrong = report.Faults.Concat(Problems(report)).Concat(report.Errors).Distinct().ToList();
        var available = targets.Count(target => target.Health == TargetHealth.Available);
        var isAvailable = report.IsAvailable;
        var isNowhere = report.Faults.Count == 0 && targets.Count == 0;
        var why = targets.Where(target => target.Health != TargetHealth.Available && target.Message.Length > 0)
            .Select(target => $"{target.Target.Planned.Name}: {target.Message}")
            .Concat(report.Shared.Objects.Where(found => found.Health.State != HealthState.Available && found.Health.Message.Length > 0)
                .Select(found => found.Problem.Length > 0 ? found.Problem : $"{found.Desired.Child}: {found.Health.Message}"))
            .FirstOrDefault() ?? "";
        // Without what all targets share the application does not get there, however far its targets come.
        var failures = report.SharedFailures;
        var isMoving = report.Faults.Count == 0 && !isAvailable && !report.IsPaused && !failures.Any(failure => failure.IsRefusal)
            && (targets.Any(target => target.Health is TargetHealth.Progressing or TargetHealth.Unknown)
                || (failures.Count == 0 && (report.WaitsFor.Length > 0 || report.Shared.Objects.Any(found => !found.IsAvailable && found.Problem.Length == 0)
                    || targets.Any(target => target.Health == TargetHealth.Waiting))));

        return
        [
            report.IsApplied ? True("Applied", "Applied", "every object is as it should be")
                : wrong.Count > 0 ? False("Applied", report.Errors.Count == wrong.Count ? "Failed" : "Faulty", string.Join("; ", wrong))
                : report.IsPaused ? False("Applied", "Paused", "the rollout is paused before its next change")
                : False("Applied", "InProgress", report.WaitsFor.Length > 0 ? $"the rollout waits until {report.WaitsFor} is available" : "objects are on their way"),
            isAvailable ? True("Available", "Available", Share(available, targets.Count))
                : isNowhere ? False("Available", "NoTargets", "there is no target: workloadScope names none, or no NodeGroup has the labels that it asks for")
                : False("Available", "Unavailable", why.Length > 0 ? $"{Share(available, targets.Count)}; {why}" : Share(available, targets.Count)),
            isMoving ? True("Progressing", "InProgress", report.WaitsFor.Length > 0 ? $"the rollout waits until {report.WaitsFor} is available" : "objects are on their way")
                : isAvailable ? False("Progressing", "Complete", "nothing is left to do")
                : isNowhere && report.IsApplied ? False("Progressing", "NoTargets", "there is nothing to do until there is a target")
                : report.IsPaused ? False("Progressing", "Paused", "the rollout is paused")
                : failures.Count > 0 ? False("Progressing", "Stopped", string.Join("; ", failures.Select(failure => failure.Words).Order(StringComparer.Ordinal)))
                : False("Progressing", "Stopped", "somebody has to look at it: see the targets"),
        ];

        JsonObject True(string type, string reason, string message) => One(type, "True", reason, message);

        JsonObject False(string type, string reason, string message) => One(type, "False", reason, message);

        JsonObject One(string type, string status, string reason, string message)
        {
            var condition = new JsonObject { ["type"] = type, ["status"] = status };
            if (observed is { } generation)
                condition["observedGeneration"] = generation;
            condition["lastTransitionTime"] = Since(before, type, status) ?? now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            condition["reason"] = reason;
            condition["message"] = message.Length <= Longest ? message : $"{message[..Longest]}…";
            return condition;
        }
    }

    private static IEnumerable<string> Problems(ApplicationReport report) => report.Targets.Select(target => target.Target).Prepend(report.Shared)
        .SelectMany(target => target.Planned.Faults.Concat(target.Planned.Problems).Concat(target.Objects.Select(found => found.Problem)))
        .Where(problem => problem.Length > 0);

    private static string Share(int available, int all) => string.Create(CultureInfo.InvariantCulture, $"{available} of {all} targets are available");

    private static string? Since(JsonElement before, string type, string status)
    {
        if (before.ValueKind != JsonValueKind.Array)
            return null;

        foreach (var condition in before.EnumerateArray())
        {
            if (LiveObject.Text(condition, "type") == type)
                return LiveObject.Text(condition, "status") == status ? LiveObject.Text(condition, "lastTransitionTime") : null;
        }

        return null;
    }
}
