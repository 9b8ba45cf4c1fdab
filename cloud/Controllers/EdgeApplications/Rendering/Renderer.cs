using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Overriders;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Rendering;

/// <summary>
/// Says which objects an EdgeApplication means.
/// <para>1. The manifests are read, and the targets found.</para>
/// <para>2. A manifest is made once, or, if it has a pod template, a variable, or something that any target overrides, for each target.</para>
/// <para>3. For a target: variables are filled in, overriders applied, then name, place, labels and selectors given.</para>
/// <para>4. What would be made twice is a fault of whoever comes second.</para>
/// </summary>
public sealed class Renderer
{
    private readonly EdgeApplication _app;
    private readonly Claims _claims = new();
    private readonly List<RenderFault> _faults = [];

    private Renderer(EdgeApplication app) => _app = app;

    /// <summary>Renders an application for these NodeGroups, which may be in any order. Nothing that it is given is kept or changed.</summary>
    public static Rendering Render(EdgeApplication app, IReadOnlyList<NodeGroup> groups) => new Renderer(app).Run(groups);

    private Rendering Run(IReadOnlyList<NodeGroup> groups)
    {
        var manifests = ManifestReader.Read(_app, _faults);
        var plans = new TargetPlanner(groups, _faults).Plan(_app);
        // As the entries are written: a group that comes later makes nothing different that was made once before.
        var written = _app.Targets.SelectMany(entry => OverriderReader.Read(entry, variables: null, [])).ToList();
        var perTarget = manifests.ToLookup(manifest => IsPerTarget(manifest, written));
        var shared = Share(perTarget[false]);
        var targets = plans.ConvertAll(plan => Make(plan, [.. perTarget[true]]));
        return new Rendering(targets, shared, _faults);
    }

    private static bool IsPerTarget(Manifest manifest, List<IOverrider> overriders)
    {
        if (manifest.IsWorkload) return true;
        var tree = manifest.Tree();
        return Variables.OccurIn(tree) || overriders.Exists(overrider => overrider.Takes(manifest, tree));
    }

    private List<RenderedObject> Share(IEnumerable<Manifest> manifests)
    {
        var made = new List<RenderedObject>();
        foreach (var manifest in manifests)
        {
            try
            {
                var body = manifest.Tree();
                Stamp.Apply(_app, manifest, body, manifest.Name, target: null);
                body.Sort();
                made.Add(Finish(manifest, body, manifest.Name, []));
            }
            catch (CannotRenderException e)
            {
                _faults.Add(new RenderFault(manifest.Place, e.Message));
            }
        }
        ClaimAll(made, _faults);
        return made;
    }

    private RenderedTarget Make(TargetPlan plan, IReadOnlyList<Manifest> manifests)
    {
        var variables = new Variables(plan);
        var overriders = OverriderReader.Read(plan.Entry, variables, plan.Faults);
        var untaken = overriders.ToList();
        var made = new List<RenderedObject>();
        foreach (var manifest in manifests)
        {
            try
            {
                var body = manifest.Tree();
                variables.Fill(body);
                foreach (var overrider in overriders)
                {
                    if (!overrider.Takes(manifest, body)) continue;
                    untaken.Remove(overrider);
                    body = Apply(overrider, manifest, body, plan.Faults);
                }
                made.Add(Complete(plan, variables, manifest, body));
            }
            catch (CannotRenderException e)
            {
                plan.Faults.Add(new RenderFault(manifest.Place, e.Message));
            }
        }
        plan.Faults.AddRange(untaken.Select(overrider => new RenderFault(overrider.Place, overrider.Untaken(manifests))));
        PodSelectors.Narrow(made, plan.Label);
        if (plan.Faults.Count == 0) ClaimAll(made, plan.Faults);
        foreach (var child in made) child.Body.Sort();
        return new RenderedTarget
        {
            Name = plan.Name,
            NodeGroup = plan.IsNodeGroup ? plan.Name : null,
            Place = plan.Entry.Place,
            Label = plan.Label,
            Objects = plan.Faults.Count == 0 ? made : [],
            Faults = plan.Faults,
            Notices = plan.Notices,
        };
    }

    private static JsonObject Apply(IOverrider overrider, Manifest manifest, JsonObject body, List<RenderFault> faults)
    {
        try
        {
            return overrider.Apply(manifest, body);
        }
        catch (CannotRenderException e)
        {
            faults.Add(new RenderFault(overrider.Place, $"{manifest.Kind} '{manifest.Name}': {e.Message}"));
            return body;
        }
    }

    private RenderedObject Complete(TargetPlan plan, Variables variables, Manifest manifest, JsonObject body)
    {
        var name = Variables.OccurIn(manifest.Name) ? variables.Fill(manifest.Name, "/metadata/name") : $"{manifest.Name}-{plan.Name}";
        Stamp.Apply(_app, manifest, body, name, plan.Label);
        IReadOnlyList<string> birthmarks = [];
        if (manifest.Shape.PodTemplatePath is not null)
        {
            Placement.Apply(plan, manifest, body);
            birthmarks = Isolation.Apply(_app, plan, manifest, body);
        }
        return Finish(manifest, body, name, birthmarks);
    }

    private static RenderedObject Finish(Manifest manifest, JsonObject body, string name, IReadOnlyList<string> birthmarks)
    {
        return new RenderedObject
        {
            Ordinal = manifest.Ordinal,
            ApiVersion = manifest.ApiVersion,
            Kind = manifest.Kind,
            Namespace = body["metadata"]!.AsObject().Text("namespace") ?? "",
            IsNamespaceGiven = manifest.Namespace.Length > 0,
            Name = name,
            Body = body,
            PodTemplatePath = manifest.Shape.PodTemplatePath,
            Birthmarks = birthmarks,
        };
    }

    private void ClaimAll(List<RenderedObject> made, List<RenderFault> faults)
    {
        foreach (var child in made)
        {
            var place = Manifest.PlaceOf(child.Ordinal);
            if (_claims.Claim(child, place) is { } first)
                faults.Add(new RenderFault(place, $"makes {child.Kind} '{child.Name}', which {first} makes already: give it another name"));
        }
    }
}
