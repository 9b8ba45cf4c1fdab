using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Network;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Kinds;

/// <summary>Services: their addresses and node ports.</summary>
internal sealed class ServiceRules(ServiceNumbers numbers) : KindRules
{
    public override void PrepareCreate(Transaction transaction, JsonObject value)
    {
        Allocate(value.Ensure("spec"));
        value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
    }

    /// <summary>What an update leaves out is kept, so that a client may send what it once created.</summary>
    public override void PrepareUpdate(Transaction transaction, JsonObject value, JsonObject old)
    {
        var (spec, before) = (value.Ensure("spec"), old.Ensure("spec"));
        if (spec.Str("type") != "ExternalName" && before.Str("type") != "ExternalName")
        {
            foreach (var key in (string[])["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"])
            {
                if (spec[key] is null or JsonArray { Count: 0 } || spec.Str("clusterIP").Length == 0 && key == "clusterIP") spec.Put(key, before[key]);
            }
            foreach (var port in spec.Objs("ports").Where(port => port["nodePort"] is null && HasNodePorts(spec)))
            {
                var same = before.Objs("ports").FirstOrDefault(item => item.Int("port") == port.Int("port") && item.Str("protocol") == port.Str("protocol"));
                if (same?["nodePort"] is { } number) port["nodePort"] = number.DeepClone();
            }
        }
        Allocate(spec);
    }

    public override void Validate(JsonObject value, FieldErrors errors)
    {
        var spec = value.Ensure("spec");
        var ports = spec.Objs("ports").ToList();
        if (spec.Str("type") == "ExternalName")
        {
            if (spec.Str("externalName").Length == 0) errors.Required("spec.externalName");
            return;
        }
        if (ports.Count == 0 && spec.Str("clusterIP") != "None") errors.Required("spec.ports");
        for (var i = 0; i < ports.Count; i++)
        {
            if (ports[i].Int("port") is not (> 0 and < 65536)) errors.Invalid($"spec.ports[{i}].port", ports[i]["port"] ?? 0, "must be between 1 and 65535, inclusive");
            if (ports.Count > 1 && ports[i].Str("name").Length == 0) errors.Required($"spec.ports[{i}].name");
            if (ports[i].Str("name") is { Length: > 0 } name && ports.Take(i).Any(port => port.Str("name") == name)) errors.Duplicate($"spec.ports[{i}].name", name);
        }
        var address = spec.Str("clusterIP");
        if (address is "None") return;
        if (numbers.Refusal(address, $"{value.Meta().Str("namespace")}/{value.Meta().Str("name")}") is { } fault)
        {
            errors.Invalid("spec.clusterIPs", new JsonArray(address), fault);
        }
    }

    public override void ValidateUpdate(JsonObject value, JsonObject old, FieldErrors errors)
    {
        if (value.Obj("spec").Str("type") == "ExternalName" || old.Obj("spec").Str("type") == "ExternalName") return;
        if (value.Obj("spec").Str("clusterIP") != old.Obj("spec").Str("clusterIP"))
        {
            errors.Invalid("spec.clusterIPs[0]", value.Obj("spec")!["clusterIP"], "may not change once set");
        }
    }

    private void Allocate(JsonObject spec)
    {
        if (spec.Str("type") == "ExternalName")
        {
            foreach (var key in (string[])["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"]) spec.Remove(key);
            return;
        }
        if (spec.Str("clusterIP").Length == 0) spec["clusterIP"] = spec.Strs("clusterIPs").FirstOrDefault() ?? numbers.TakeAddress();
        spec["clusterIPs"] = new JsonArray(spec.Str("clusterIP"));
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");

        if (!HasNodePorts(spec)) { foreach (var port in spec.Objs("ports")) port.Remove("nodePort"); return; }
        var taken = spec.Objs("ports").Select(port => (int)(port.Int("nodePort") ?? 0)).ToHashSet();
        foreach (var port in spec.Objs("ports").Where(port => port["nodePort"] is null))
        {
            var number = numbers.TakePort(taken);
            taken.Add(number);
            port["nodePort"] = number;
        }
    }

    private static bool HasNodePorts(JsonObject spec) =>
        spec.Str("type") == "NodePort" || spec.Str("type") == "LoadBalancer" && spec.Bool("allocateLoadBalancerNodePorts");
}
