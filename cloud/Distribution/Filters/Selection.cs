namespace KubeEdge.EdgeMesh.Cloud.Distribution.Filters;

/// <summary>Which of the backends in a list an audience is shown. Audiences with equal selections share one version of the list.</summary>
/// <param name="Level">Up to where.</param>
/// <param name="Of">The node, or the group, whose backends they are; empty where the level is <see cref="TrafficLevel.Any"/>.</param>
internal readonly record struct Selection(TrafficLevel Level, string Of)
{
    public static Selection Nothing { get; } = new(TrafficLevel.Node, "");

    public static Selection Everything { get; } = new(TrafficLevel.Any, "");

    /// <summary>Whether a backend is in it. One whose node is unknown, not named or in no group is in nobody's group.</summary>
    public bool Holds(Backend backend, Func<string, string> groupOf) => Level switch
    {
        TrafficLevel.Any => true,
        _ when Of.Length == 0 || backend.Node is null => false,
        TrafficLevel.Group => groupOf(backend.Node) == Of,
        _ => backend.Node == Of,
    };
}
