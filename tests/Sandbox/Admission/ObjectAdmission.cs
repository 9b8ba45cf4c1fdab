using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Decoding;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Defaulting;
using KubeEdge.EdgeMesh.Tests.Sandbox.Admission.Validation;
using KubeEdge.EdgeMesh.Tests.Sandbox.CustomResources;
using KubeEdge.EdgeMesh.Tests.Sandbox.Json;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry;
using KubeEdge.EdgeMesh.Tests.Sandbox.Registry.Schemas;
using KubeEdge.EdgeMesh.Tests.Sandbox.Writing;

namespace KubeEdge.EdgeMesh.Tests.Sandbox.Admission;

/// <summary>Decode, default, prepare, validate: what stands between a client's object and the store.</summary>
internal sealed class ObjectAdmission(IReadOnlyDictionary<GroupVersionResource, KindRules> rules)
{
    private static readonly BuiltInDecoder s_decoder = new(SchemaTable.BuiltIn);
    private static readonly KindRules s_noRules = new NoRules();

    /// <summary>Makes of the object what its schema knows; returns the paths of the fields that it does not.</summary>
    /// <exception cref="StatusException">400: a value has the wrong type, or the object is of another kind.</exception>
    public static IReadOnlyList<string> Decode(ResourceDefinition definition, JsonObject value)
    {
        CheckKind(definition, value);
        if (value["metadata"] is not null and not JsonObject) throw Unreadable(definition, "json: cannot unmarshal metadata into an object");
        try
        {
            return definition.Schema is { } schema ? s_decoder.Decode(value, schema) : CustomDecoder.Decode(value, definition.CustomSchema);
        }
        catch (DecodingException fault)
        {
            throw Unreadable(definition, fault.Message);
        }
    }

    /// <summary>Admits a new object.</summary>
    public void Create(Transaction transaction, ResourceDefinition definition, JsonObject value, ObjectKey key, WriteOptions options)
    {
        var particular = Rules(definition);
        if (definition.HasStatus && definition.Api.Kind != "Node") value.Remove("status");
        Default(definition, value);
        FieldTracking.Track(definition, null, value, options, "", transaction.Now);
        particular.PrepareCreate(transaction, value);

        var errors = new FieldErrors();
        Validate(definition, value, particular, errors);
        errors.ThrowIfAny(definition, key.Name);
    }

    /// <summary>Admits an object that replaces another.</summary>
    public void Update(Transaction transaction, ResourceDefinition definition, JsonObject value, JsonObject old, ObjectKey key, string subresource, WriteOptions options)
    {
        var particular = Rules(definition);
        if (subresource.Length == 0) Default(definition, value);
        FieldTracking.Track(definition, old, value, options, subresource, transaction.Now);
        if (subresource.Length == 0) particular.PrepareUpdate(transaction, value, old);

        var errors = new FieldErrors();
        MetadataValidation.CheckUpdate(value.Meta(), old.Meta(), errors);
        if (subresource.Length == 0)
        {
            Validate(definition, value, particular, errors);
            particular.ValidateUpdate(value, old, errors);
        }
        errors.ThrowIfAny(definition, key.Name);
    }

    /// <summary>Writes what comes with a new object.</summary>
    public void AfterCreate(Transaction transaction, ResourceDefinition definition, JsonObject value) => Rules(definition).AfterCreate(transaction, value);

    private static void Default(ResourceDefinition definition, JsonObject value)
    {
        if (definition.Schema is { } schema) SchemaDefaults.Apply(value, schema);
        else if (definition.CustomSchema is { } custom) CustomDefaults.Apply(value, custom);
    }

    private static void Validate(ResourceDefinition definition, JsonObject value, KindRules particular, FieldErrors errors)
    {
        MetadataValidation.Check(definition, value.Meta(), errors);
        if (definition.Schema is { } schema) SchemaValidation.Check(value, schema, errors);
        else if (definition.CustomSchema is { } custom) CustomValidation.Check(value, custom, errors);
        particular.Validate(value, errors);
    }

    private static void CheckKind(ResourceDefinition definition, JsonObject value)
    {
        var (apiVersion, kind) = (value.Str("apiVersion"), value.Str("kind"));
        if (apiVersion.Length > 0 && apiVersion != definition.Resource.ApiVersion)
        {
            throw KubernetesStatus.BadRequest(
                $"the API version in the data ({apiVersion}) does not match the expected API version ({definition.Resource.ApiVersion})").ToException();
        }
        if (kind.Length > 0 && kind != definition.Api.Kind) throw Unreadable(definition, $"the kind in the data is {kind}");
        value["apiVersion"] = definition.Resource.ApiVersion;
        value["kind"] = definition.Api.Kind;
    }

    private static StatusException Unreadable(ResourceDefinition definition, string why) => KubernetesStatus.BadRequest(
        $"{definition.Api.Kind} in version \"{definition.Resource.Version}\" cannot be handled as a {definition.Api.Kind}: {why}").ToException();

    private KindRules Rules(ResourceDefinition definition) => rules.GetValueOrDefault(definition.Resource, s_noRules);

    private sealed class NoRules : KindRules;
}
