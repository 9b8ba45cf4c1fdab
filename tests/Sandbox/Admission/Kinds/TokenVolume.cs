using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>The volume by which a pod gets its token, the cluster's CA and its namespace.</summary>
internal static class TokenVolume
{
    private const string Path = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Mounts it into every container that has nothing there.</summary>
    public static void Mount(JsonObject spec, string name)
    {
        var containers = spec.Objs("containers").Concat(spec.Objs("initContainers"))
            .Where(container => !container.Objs("volumeMounts").Any(mount => mount.Str("mountPath") == Path)).ToList();
        if (containers.Count == 0) return;
        foreach (var container in containers)
        {
            if (container.Arr("volumeMounts") is not { } mounts) container["volumeMounts"] = mounts = [];
            mounts.Add(new JsonObject { ["mountPath"] = Path, ["name"] = name, ["readOnly"] = true });
        }
        if (spec.Arr("volumes") is not { } volumes) spec["volumes"] = volumes = [];
        volumes.Add(Volume(name));
    }

    private static JsonObject Volume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["defaultMode"] = 420,
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                        ["name"] = "kube-root-ca.crt",
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                            ["path"] = "namespace",
                        }),
                    },
                }),
        },
    };
}
