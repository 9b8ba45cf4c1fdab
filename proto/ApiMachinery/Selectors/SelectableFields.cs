using System.Collections.Frozen;
using System.Text.Json;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Proto.ApiMachinery.Selectors;

/// <summary>
/// By which fields each kind can be selected, and what their values are: the API server has a hand-written list per kind, and a few
/// fields whose name is not their path. Custom kinds have metadata and what their definition names; all others metadata alone.
/// </summary>
internal static class SelectableFields
{
    private const string Name = "metadata.name";
    private const string Namespace = "metadata.namespace";
    private static readonly RawPath NodeName = RawPath.Of("spec", "nodeName");
    private static readonly RawPath PodIPs = RawPath.Of("status", "podIPs");
    private static readonly RawPath PodIP = RawPath.Of("status", "podIP");
    private static readonly RawPath SourceComponent = RawPath.Of("source", "component");
    private static readonly RawPath ReportingComponent = RawPath.Of("reportingComponent");
    private static readonly RawPath Succeeded = RawPath.Of("status", "succeeded");

    private static readonly FrozenDictionary<(string Group, string Resource), string[]> Fields = new Dictionary<(string, string), string[]>
    {
        [("", "pods")] =
        [
            Name, Namespace, "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
            "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName", "spec.host",
        ],
        [("", "nodes")] = [Name, "spec.unschedulable"],
        [("", "namespaces")] = [Name, "status.phase"],
        [("", "secrets")] = [Name, Namespace, "type"],
        [("", "services")] = [Name, Namespace, "spec.clusterIP", "spec.type"],
        [("", "replicationcontrollers")] = [Name, Namespace, "status.replicas"],
        [("", "events")] =
        [
            Name, Namespace, "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
            "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        [("events.k8s.io", "events")] =
        [
            Name, Namespace, "regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion",
            "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "type",
        ],
        [("batch", "jobs")] = [Name, Namespace, "status.successful"],
        [("certificates.k8s.io", "certificatesigningrequests")] = [Name, "spec.signerName"],
        [("certificates.k8s.io", "clustertrustbundles")] = [Name, "spec.signerName"],
        [("certificates.k8s.io", "podcertificaterequests")] = [Name, "spec.signerName", "spec.podName", "spec.nodeName"],
    }.ToFrozenDictionary();

    public static void Require(string field, GroupVersionResource resource, bool custom, IReadOnlyCollection<string>? selectable)
    {
        if (custom)
        {
            if (field is Name or Namespace || selectable?.Any(path => path.AsSpan().TrimStart('.').SequenceEqual(field)) == true) return;
            throw new SelectorException($"field label not supported: {field}");
        }
        if (!Fields.TryGetValue((resource.Group, resource.Resource), out var known))
        {
            if (field is Name or Namespace) return;
            throw new SelectorException($"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        }
        if (known.Contains(field)) return;
        throw new SelectorException(resource is { Group: "batch", Resource: "jobs" }
            ? $"field label \"{field}\" not supported for Job"
            : $"field label not supported: {field}");
    }

    public static bool ValueEquals(FieldRequirement requirement, ReadOnlySpan<byte> json, GroupVersionResource resource)
    {
        var wanted = requirement.Utf8Value.AsSpan();
        return (resource.Group, resource.Resource, requirement.Field) switch
        {
            ("", "pods", "status.podIP") => FirstPodIPEquals(json, wanted),
            ("", "pods", "status.podIPs") => wanted.IsEmpty,
            // What clients of old called it.
            ("", "pods", "spec.host") => ScalarEquals(NodeName, json, wanted, default),
            ("", "pods", "spec.hostNetwork") or ("", "nodes", "spec.unschedulable") => ScalarEquals(requirement.Path, json, wanted, "false"u8),
            ("", "replicationcontrollers", "status.replicas") => ScalarEquals(requirement.Path, json, wanted, "0"u8),
            ("batch", "jobs", "status.successful") => ScalarEquals(Succeeded, json, wanted, "0"u8),
            ("", "events", "source") => SourceEquals(json, wanted),
            _ => ScalarEquals(requirement.Path, json, wanted, default),
        };
    }

    /// <summary>A field that is absent has its kind's zero value, which for text is empty.</summary>
    private static bool ScalarEquals(RawPath path, ReadOnlySpan<byte> json, ReadOnlySpan<byte> wanted, ReadOnlySpan<byte> absent)
    {
        var reader = RawJson.Reader(json);
        return path.TrySeek(ref reader) && RawPath.IsScalar(reader.TokenType) ? RawPath.TokenEquals(ref reader, wanted) : wanted.SequenceEqual(absent);
    }

    private static bool FirstPodIPEquals(ReadOnlySpan<byte> json, ReadOnlySpan<byte> wanted)
    {
        var reader = RawJson.Reader(json);
        return PodIPs.TrySeek(ref reader) && reader.TokenType == JsonTokenType.StartArray
            && reader.Read() && reader.TokenType == JsonTokenType.StartObject && RawPath.TryEnter(ref reader, "ip"u8)
            ? RawPath.TokenEquals(ref reader, wanted)
            : ScalarEquals(PodIP, json, wanted, default);
    }

    private static bool SourceEquals(ReadOnlySpan<byte> json, ReadOnlySpan<byte> wanted)
    {
        var hasSource = SourceComponent.TryLocate(json, out _, out var length) && length > 2;
        return ScalarEquals(hasSource ? SourceComponent : ReportingComponent, json, wanted, default);
    }
}
