namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <summary>What would become of one object.</summary>
/// <param name="Name">Collection, namespace and name: <c>deployments.apps shop/till</c>.</param>
/// <param name="Before">As it is, in YAML without what the server keeps; empty where it is not there.</param>
/// <param name="After">As it would be; empty where it would be removed.</param>
/// <param name="Problem">Why it could not be applied; empty where it could.</param>
public sealed record ObjectDifference(string Name, string Before, string After, string Problem = "")
{
    /// <summary>Whether applying would change it.</summary>
    public bool Differs => Before != After;

    /// <summary>As <c>diff -u</c> shows it; empty where nothing differs.</summary>
    public string Unified => UnifiedDiff.Of(Name, Before, After);
}
