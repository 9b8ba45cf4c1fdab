using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Distribution.Views;

/// <summary>Gathers what a pod names: all that the Node authoriser of Kubernetes lets the pod's node read for its sake.</summary>
internal sealed class NameCollector(ObjectKey pod)
{
    private readonly HashSet<ObjectIdentity> _found = [];

    public IReadOnlySet<ObjectIdentity> Found => _found;

    public void ServiceAccount(string? name) => Add(Collections.ServiceAccounts, name);

    public void Secret(string? name) => Add(Collections.Secrets, name);

    public void Container(JsonElement container)
    {
        foreach (var variable in PodFacts.Items(container, "env"))
        {
            if (variable.TryGetProperty("valueFrom", out var source)) Sources(source, "secretKeyRef", "configMapKeyRef");
        }
        foreach (var source in PodFacts.Items(container, "envFrom")) Sources(source, "secretRef", "configMapRef");
    }

    public void Volume(JsonElement volume)
    {
        foreach (var source in Properties(volume))
        {
            switch (source.Name)
            {
                case "secret": Secret(PodFacts.Text(source.Value, "secretName")); break;
                case "configMap": ConfigMap(PodFacts.Text(source.Value, "name")); break;
                case "azureFile": Secret(PodFacts.Text(source.Value, "secretName")); break;
                case "persistentVolumeClaim": Add(Collections.Claims, PodFacts.Text(source.Value, "claimName")); break;
                case "ephemeral": Add(Collections.Claims, $"{pod.Name}-{PodFacts.Text(volume, "name")}"); break;
                case "projected":
                    foreach (var part in PodFacts.Items(source.Value, "sources")) Sources(part, "secret", "configMap");
                    break;
                default: Drivers(source.Value); break;
            }
        }
    }

    /// <summary>Drivers of storage (cephfs, csi, flexVolume, iscsi, rbd, scaleIO, storageos) take their credentials by these two names.</summary>
    private void Drivers(JsonElement source)
    {
        foreach (var name in (string[])["secretRef", "nodePublishSecretRef"])
        {
            if (source.ValueKind == JsonValueKind.Object && source.TryGetProperty(name, out var reference)) Secret(PodFacts.Text(reference, "name"));
        }
    }

    private void Sources(JsonElement source, string secret, string configMap)
    {
        foreach (var property in Properties(source))
        {
            if (property.NameEquals(secret)) Secret(PodFacts.Text(property.Value, "name"));
            else if (property.NameEquals(configMap)) ConfigMap(PodFacts.Text(property.Value, "name"));
        }
    }

    private void ConfigMap(string? name) => Add(Collections.ConfigMaps, name);

    private void Add(GroupVersionResource collection, string? name)
    {
        if (!string.IsNullOrEmpty(name)) _found.Add(new ObjectIdentity(collection, new ObjectKey(pod.Namespace, name)));
    }

    private static JsonElement.ObjectEnumerator Properties(JsonElement element) => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default;
}
