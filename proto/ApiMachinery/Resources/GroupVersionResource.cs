namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

/// <summary>
/// Names one collection of the Kubernetes API: <c>apps/v1/deployments</c>, or <c>v1/pods</c> for the core group.
/// </summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version, for example <c>v1</c>.</param>
/// <param name="Resource">The plural, lower-case resource name, for example <c>pods</c>.</param>
public readonly record struct GroupVersionResource(string Group, string Version, string Resource)
{
    /// <summary>What an object of this collection carries as <c>apiVersion</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>How Status messages name the collection: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string GroupResource => Group.Length == 0 ? Resource : $"{Resource}.{Group}";

    /// <summary>The URL path below the server's root: <c>/api/v1</c> or <c>/apis/apps/v1</c>.</summary>
    public string VersionPath => Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";

    /// <summary>The inverse of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text has neither two nor three parts.</exception>
    public static GroupVersionResource Parse(string text) => text.Split('/') switch
    {
        [var version, var resource] => new("", version, resource),
        [var group, var version, var resource] => new(group, version, resource),
        _ => throw new FormatException($"'{text}' names no collection: want version/resource or group/version/resource"),
    };

    /// <summary><c>v1/pods</c> or <c>apps/v1/deployments</c>; also the name on the wire.</summary>
    public override string ToString() => Group.Length == 0 ? $"{Version}/{Resource}" : $"{Group}/{Version}/{Resource}";
}
