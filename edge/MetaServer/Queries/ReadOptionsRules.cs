using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Queries;

/// <summary>Which options may stand together (kubernetes-api.md 1.2 and 2.3); what may not is 422, in the API server's words.</summary>
internal static class ReadOptionsRules
{
    public const string Exact = "Exact";
    public const string NotOlderThan = "NotOlderThan";

    private const string Match = "resourceVersionMatch";
    private const string Initial = "sendInitialEvents";

    /// <exception cref="StatusException">422, naming every fault.</exception>
    public static void RequireList(ReadOptions options)
    {
        if (options.Match.Length == 0 && options.SendInitialEvents is null) return;
        var faults = new List<StatusCause>();
        if (options.Match.Length > 0)
        {
            if (options.ResourceVersion.Length == 0)
                faults.Add(StatusCause.Forbidden(Match, $"{Match} is forbidden unless resourceVersion is provided"));
            AddContinueFault(options, faults);
            if (options.Match is not (Exact or NotOlderThan)) faults.Add(Unsupported(options.Match, "\"Exact\", \"NotOlderThan\", \"\""));
            if (options is { Match: Exact, ResourceVersion: "0" })
                faults.Add(StatusCause.Forbidden(Match, $"{Match} \"exact\" is forbidden for resourceVersion \"0\""));
        }
        if (options.SendInitialEvents is not null) faults.Add(StatusCause.Forbidden(Initial, $"{Initial} is forbidden for list"));
        Throw(faults);
    }

    /// <exception cref="StatusException">422, naming every fault.</exception>
    public static void RequireWatch(ReadOptions options)
    {
        if (options.Match.Length == 0 && options.SendInitialEvents is null) return;
        var faults = new List<StatusCause>();
        if (options.SendInitialEvents is not null && options.Match != NotOlderThan)
            faults.Add(StatusCause.Forbidden(Match, $"{Initial} requires setting {Match} to {NotOlderThan}"));
        if (options.Match.Length > 0)
        {
            if (options.SendInitialEvents is null)
                faults.Add(StatusCause.Forbidden(Match, $"{Match} is forbidden for watch unless {Initial} is provided"));
            if (options.Match != NotOlderThan) faults.Add(Unsupported(options.Match, "\"NotOlderThan\""));
            AddContinueFault(options, faults);
        }
        Throw(faults);
    }

    private static void AddContinueFault(ReadOptions options, List<StatusCause> faults)
    {
        if (options.Continue.Length > 0) faults.Add(StatusCause.Forbidden(Match, $"{Match} is forbidden when continue is provided"));
    }

    private static StatusCause Unsupported(string value, string supported) =>
        new("FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {supported}", Match);

    private static void Throw(List<StatusCause> faults)
    {
        if (faults.Count > 0) throw KubernetesStatus.Invalid("ListOptions.meta.k8s.io", "", faults).ToException();
    }
}
