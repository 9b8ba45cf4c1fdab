using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>What holds for the spec of a pod, on its own or in a template.</summary>
internal static class PodSpecRules
{
    public static void Validate(JsonObject? spec, string path, FieldErrors errors)
    {
        if (spec is null) return;
        var containers = spec.Objs("containers").ToList();
        if (containers.Count == 0) errors.Required($"{path}.containers");
        var names = new HashSet<string>(StringComparer.Ordinal);
        var volumes = spec.Objs("volumes").Select(volume => volume.Str("name")).ToHashSet(StringComparer.Ordinal);
        Check(containers, $"{path}.containers", names, volumes, errors);
        Check([.. spec.Objs("initContainers")], $"{path}.initContainers", names, volumes, errors);
    }

    private static void Check(List<JsonObject> containers, string path, HashSet<string> names, HashSet<string> volumes, FieldErrors errors)
    {
        for (var i = 0; i < containers.Count; i++)
        {
            var (container, at) = (containers[i], $"{path}[{i}]");
            var name = container.Str("name");
            if (name.Length > 0 && NameRules.Label(name) is { } fault) errors.Invalid($"{at}.name", name, fault);
            if (!names.Add(name)) errors.Duplicate($"{at}.name", name);
            if (container.Str("image").Length == 0) errors.Required($"{at}.image");
            CheckPorts(container, at, errors);
            var mounts = container.Objs("volumeMounts").ToList();
            for (var j = 0; j < mounts.Count; j++)
            {
                if (!volumes.Contains(mounts[j].Str("name"))) errors.Add("FieldValueNotFound", $"{at}.volumeMounts[{j}].name", $"Not found: \"{mounts[j].Str("name")}\"");
            }
        }
    }

    private static void CheckPorts(JsonObject container, string at, FieldErrors errors)
    {
        var ports = container.Objs("ports").ToList();
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Int("containerPort") is not (> 0 and < 65536))
            {
                errors.Invalid($"{at}.ports[{i}].containerPort", ports[i]["containerPort"] ?? 0, "must be between 1 and 65535, inclusive");
            }
        }
    }
}
