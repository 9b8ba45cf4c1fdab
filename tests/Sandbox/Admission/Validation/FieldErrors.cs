using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;

/// <summary>Collects what is wrong with an object, field by field, so that one answer names all of it.</summary>
internal sealed class FieldErrors
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<StatusCause> _all = [];

    public void Required(string field, string detail = "") => _all.Add(StatusCause.Required(field, detail));

    public void Invalid(string field, JsonNode? value, string detail) =>
        Add("FieldValueInvalid", field, $"Invalid value: {value?.ToJsonString(s_readable) ?? "null"}: {detail}");

    public void WrongType(string field, JsonNode? value, string detail) =>
        Add("FieldValueTypeInvalid", field, $"Invalid value: {value?.ToJsonString(s_readable) ?? "null"}: {detail}");

    public void NotSupported(string field, JsonNode? value, IEnumerable<string> supported) =>
        Add("FieldValueNotSupported", field, $"Unsupported value: {value?.ToJsonString(s_readable)}: supported values: {string.Join(", ", supported)}");

    public void Duplicate(string field, JsonNode value) => Add("FieldValueDuplicate", field, $"Duplicate value: {value.ToJsonString(s_readable)}");

    public void Forbidden(string field, string detail) => _all.Add(StatusCause.Forbidden(field, detail));

    /// <exception cref="StatusException">422 Invalid, where anything was found.</exception>
    public void ThrowIfAny(ResourceDefinition definition, string name)
    {
        if (_all.Count == 0) return;
        var group = definition.Resource.Group;
        throw KubernetesStatus.Invalid(group.Length == 0 ? definition.Api.Kind : $"{definition.Api.Kind}.{group}", name, _all).ToException();
    }

    public void Add(string reason, string field, string message) => _all.Add(new StatusCause(reason, message, field));
}
