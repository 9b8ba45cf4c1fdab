using System.Text.Json;

namespace KubeEdge.EdgeMesh.Edge.MetaServer.Authorization;

/// <summary>What a pod names in its own namespace: the edges that Kubernetes' Node authoriser draws from it.</summary>
/// <param name="Pod">The pod.</param>
internal readonly record struct PodReferences(JsonElement Pod)
{
    private const string Secrets = "secrets", ConfigMaps = "configmaps", Claims = "persistentvolumeclaims", ServiceAccounts = "serviceaccounts";

    /// <summary>Where it is bound; empty where it is not.</summary>
    public string Node => Text(Member(Pod, "spec"), "nodeName");

    /// <summary>Whether it stands for a pod that the kubelet runs from a file.</summary>
    public bool IsMirror => Member(Member(Member(Pod, "metadata"), "annotations"), "kubernetes.io/config.mirror").ValueKind != JsonValueKind.Undefined;

    /// <summary>The resource and the name of each.</summary>
    public IEnumerable<(string Resource, string Name)> Read(string podName) => All(podName).Where(reference => reference.Name.Length > 0);

    private IEnumerable<(string Resource, string Name)> All(string podName)
    {
        var spec = Member(Pod, "spec");
        yield return (ServiceAccounts, Text(spec, "serviceAccountName"));
        foreach (var secret in Items(spec, "imagePullSecrets")) yield return (Secrets, Text(secret, "name"));
        foreach (var list in (string[])["containers", "initContainers", "ephemeralContainers"])
        {
            foreach (var reference in Items(spec, list).SelectMany(Container)) yield return reference;
        }
        foreach (var volume in Items(spec, "volumes"))
        {
            foreach (var reference in Volume(volume)) yield return reference;
            if (Member(volume, "ephemeral").ValueKind == JsonValueKind.Object) yield return (Claims, $"{podName}-{Text(volume, "name")}");
        }
    }

    private static IEnumerable<(string Resource, string Name)> Container(JsonElement container)
    {
        foreach (var variable in Items(container, "env"))
        {
            var source = Member(variable, "valueFrom");
            yield return (Secrets, Text(Member(source, "secretKeyRef"), "name"));
            yield return (ConfigMaps, Text(Member(source, "configMapKeyRef"), "name"));
        }
        foreach (var source in Items(container, "envFrom"))
        {
            yield return (Secrets, Text(Member(source, "secretRef"), "name"));
            yield return (ConfigMaps, Text(Member(source, "configMapRef"), "name"));
        }
    }

    private static IEnumerable<(string Resource, string Name)> Volume(JsonElement volume)
    {
        yield return (Secrets, Text(Member(volume, "secret"), "secretName"));
        yield return (Secrets, Text(Member(volume, "azureFile"), "secretName"));
        yield return (ConfigMaps, Text(Member(volume, "configMap"), "name"));
        yield return (Claims, Text(Member(volume, "persistentVolumeClaim"), "claimName"));
        foreach (var part in Items(Member(volume, "projected"), "sources"))
        {
            yield return (Secrets, Text(Member(part, "secret"), "name"));
            yield return (ConfigMaps, Text(Member(part, "configMap"), "name"));
        }
        // Drivers of storage take their credentials by these two names.
        foreach (var driver in (string[])["cephfs", "csi", "flexVolume", "iscsi", "rbd", "scaleIO", "storageos"])
        {
            var source = Member(volume, driver);
            yield return (Secrets, Text(Member(source, "secretRef"), "name"));
            yield return (Secrets, Text(Member(source, "nodePublishSecretRef"), "name"));
        }
    }

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;
}
