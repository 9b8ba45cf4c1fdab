using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.ServerSideApply;

/// <summary>Says whose fields an apply would change; kubectl shows the message as it is.</summary>
internal static class ApplyConflicts
{
    public static KubernetesStatus Status(IReadOnlyList<OwnedFields> conflicts)
    {
        var causes = conflicts
            .SelectMany(c => c.Fields.Paths().Select(path => new StatusCause("FieldManagerConflict", $"conflict with {c.Owner}", path)))
            .ToArray();
        return KubernetesStatus.ApplyConflict(causes.Length == 1
            ? $"Apply failed with 1 conflict: {causes[0].Message}: {causes[0].Field}"
            : $"Apply failed with {causes.Length} conflicts: {string.Join('\n', conflicts.SelectMany(Lines))}", causes);
    }

    private static IEnumerable<string> Lines(OwnedFields conflict) =>
        conflict.Fields.Paths().Select(path => $"- {path}").Prepend($"conflicts with {conflict.Owner}:");
}
