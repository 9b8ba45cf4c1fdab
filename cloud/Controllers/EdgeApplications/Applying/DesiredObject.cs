using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Patches;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>One object as it is to be applied.</summary>
internal sealed class DesiredObject
{
    /// <summary>On every object: the hash of the configuration that was applied last.</summary>
    public const string HashAnnotation = "apps.kubeedge.io/applied-configuration";

    private readonly RenderedObject _rendered;
    private readonly EdgeApplication _application;
    private readonly Lazy<Form> _whole;
    private readonly Lazy<Form> _unmarked;

    public DesiredObject(EdgeApplication application, RenderedObject rendered, ApiResource api, string target)
    {
        (_application, Api, Target) = (application, api, target);
        _rendered = api.Namespaced ? rendered : rendered.WithoutNamespace();
        Child = new ChildKey(api.Resource, new ObjectKey(_rendered.Namespace, _rendered.Name));
        _whole = new Lazy<Form>(() => FormOf(_rendered.Body));
        _unmarked = new Lazy<Form>(() => FormOf(_rendered.WithoutBirthmarks().Body));
    }

    public ApiResource Api { get; }

    public ChildKey Child { get; }

    /// <summary>The target's name; empty for an object that is made once.</summary>
    public string Target { get; }

    public int Ordinal => _rendered.Ordinal;

    public string? PodTemplatePath => _rendered.PodTemplatePath;

    /// <summary>Whether the object can refer to its application, so that the cluster itself removes it after that.</summary>
    public bool CanRefer => Api.Namespaced && Child.Key.Namespace == _application.Namespace;

    /// <summary>What to apply where <paramref name="live"/> is there: an object that was born without what can be set at birth only goes on without it.</summary>
    public Form FormFor(JsonElement? live) => live is { } born && _rendered.Birthmarks.Any(mark => !Has(born, mark)) ? _unmarked.Value : _whole.Value;

    private Form FormOf(JsonObject body)
    {
        // What is status is its controller's to say; the API server would drop it.
        body.Remove("status");
        var metadata = Under(body, "metadata");
        Under(metadata, "annotations")[Owner.Annotation] = $"{_application.Namespace}/{_application.Name}";
        if (CanRefer)
        {
            metadata["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = EdgeApplication.Collection.ApiVersion,
                ["kind"] = EdgeApplication.Kind,
                ["name"] = _application.Name,
                ["uid"] = _application.Meta.Uid,
                ["controller"] = true,
                ["blockOwnerDeletion"] = true,
            });
        }

        var hash = ConfigurationHash.Of(body);
        Under(metadata, "annotations")[HashAnnotation] = hash;
        using var document = JsonDocument.Parse(JsonTree.Write(body));
        return new Form(body, hash, document.RootElement.Clone());
    }

    private static JsonObject Under(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
            parent[name] = child = [];
        return child;
    }

    private static bool Has(JsonElement live, string pointer) => JsonPointer.TryParse(pointer) is { } place
        && place.TryGet(JsonObject.Create(live), out _);

    /// <summary>A configuration, its hash, and the same once more for comparison.</summary>
    internal sealed record Form(JsonObject Configuration, string Hash, JsonElement Wanted);
}
