namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Pods;

/// <summary>An object of a pod's namespace that the pod names.</summary>
/// <param name="Resource">One of the constants here.</param>
/// <param name="Name">The object's name; the object need not exist.</param>
public readonly record struct PodReference(string Resource, string Name)
{
    /// <summary>Of the core group.</summary>
    public const string Secrets = "secrets";

    /// <summary>Of the core group.</summary>
    public const string ConfigMaps = "configmaps";

    /// <summary>Of the core group.</summary>
    public const string ServiceAccounts = "serviceaccounts";

    /// <summary>Of the core group.</summary>
    public const string Claims = "persistentvolumeclaims";

    /// <summary>Of the group <c>resource.k8s.io</c>.</summary>
    public const string ResourceClaims = "resourceclaims";
}
