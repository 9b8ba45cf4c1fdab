using System.Text.Json;
using System.Text.Json.Nodes;
using KubeEdge.EdgeMesh.Cloud.Cluster.Crds;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Health;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Listing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Objects;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Resources;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Preview;

/// <inheritdoc cref="IApplicationPreview"/>
internal sealed class ApplicationPreview(ClusterCalls calls, IClusterWriter cluster) : IApplicationPreview
{
    private const string ApplyPatch = "application/apply-patch+yaml";

    /// <summary>Stands for the uid of an application that is not in the cluster yet.</summary>
    private const string NoUid = "00000000-0000-0000-0000-000000000000";

    public async Task<IReadOnlyList<NodeGroup>> NodeGroupsAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(NodeGroup.Collection, "NodeGroup", cancellationToken)).Select(NodeGroup.Parse)];

    public async Task<IReadOnlyList<ObjectDifference>> CompareAsync(
        EdgeApplication application, Rendering.Rendering rendering, CancellationToken cancellationToken)
    {
        if (rendering.Faults.Count > 0) return [];
        application = await InClusterAsync(application, cancellationToken);
        var rendered = rendering.Shared.Concat(rendering.Targets.SelectMany(target => target.Objects));
        var kinds = await ServedKinds.AskAsync(calls, rendered.Select(made => made.ApiVersion).Append("autoscaling/v2"), cancellationToken);
        var plan = Plan.Of(application, rendering, kinds);
        var autoscalers = await AutoscalersAsync(kinds, cancellationToken);

        var found = new List<ObjectDifference>();
        foreach (var target in plan.All)
        {
            found.AddRange(target.Problems.Select(problem => new ObjectDifference(target.IsShared ? "made once" : target.Name, "", "", problem)));
            foreach (var desired in target.Objects) found.Add(await CompareAsync(application, desired, autoscalers, cancellationToken));
        }
        foreach (var child in AppliedKinds.Reported(application).Except(plan.Objects.Select(desired => desired.Child)))
        {
            if (await RemovedAsync(application, rendering, child, cancellationToken) is { } removed) found.Add(removed);
        }
        return found;
    }

    /// <summary>With the uid and the status that it has there, if it is there.</summary>
    private async Task<EdgeApplication> InClusterAsync(EdgeApplication application, CancellationToken cancellationToken)
    {
        var live = await cluster.ReadAsync(EdgeApplication.Collection, new ObjectKey(application.Namespace, application.Name), cancellationToken);
        if (live is null) return application with { Meta = application.Meta with { Uid = NoUid } };
        var known = EdgeApplication.Parse(Raw(live));
        return application with { Meta = known.Meta, Status = known.Status };
    }

    private async Task<ObjectDifference> CompareAsync(EdgeApplication application, DesiredObject desired, Autoscalers autoscalers, CancellationToken cancellationToken)
    {
        var live = await cluster.ReadAsync(desired.Child.Resource, desired.Child.Key, cancellationToken);
        var raw = live is null ? null : Raw(live);
        if (raw is not null && !Owner.Of(raw).Is(application))
            return new ObjectDifference(desired.Child.ToString(), "", "", $"{desired.Child} exists already and is not this application's: it would be left as it is");

        var form = desired.FormFor(raw is null ? null : Element(raw));
        var configuration = form.Configuration.DeepClone().AsObject();
        if (raw is not null)
        {
            var step = new Assessment(desired, raw, Step.Update, ObjectHealth.Available) { Form = form };
            await ReplicaShare.LeaveAsync(configuration, step, autoscalers, cluster, cancellationToken);
        }
        try
        {
            var force = raw is null ? "" : "&force=true";
            var path = $"{ClusterCalls.PathOf(desired.Child.Resource, desired.Child.Key)}?dryRun=All&fieldManager={Applier.Manager}{force}";
            var after = JsonTree.ParseObject(await calls.SendAsync(HttpMethod.Patch, path, configuration, ApplyPatch, ClusterCalls.Limit, cancellationToken));
            return Difference(desired.Child, live, after);
        }
        catch (StatusException e) when (e.Status.Code == 404 && live is null)
        {
            // Its namespace is not there yet, perhaps because this application makes it: no server can add its defaults.
            return Difference(desired.Child, null, configuration);
        }
        catch (StatusException e)
        {
            return new ObjectDifference(desired.Child.ToString(), "", "", $"{desired.Child}: {e.Status.Message}");
        }
    }

    private async Task<ObjectDifference?> RemovedAsync(
        EdgeApplication application, Rendering.Rendering rendering, ChildKey child, CancellationToken cancellationToken)
    {
        if (await cluster.ReadAsync(child.Resource, child.Key, cancellationToken) is not { } live || !Owner.Of(Raw(live)).Is(application)) return null;
        var labels = RawJson.ReadLabels(JsonTree.Write(live));
        var stopped = rendering.Targets.Any(target =>
            target.Faults.Count > 0 && labels.TryGetValue(target.Label.Key, out var value) && value == target.Label.Value);
        return stopped ? null : Difference(child, live, null);
    }

    private async Task<Autoscalers> AutoscalersAsync(Kinds kinds, CancellationToken cancellationToken)
    {
        var autoscalers = new Autoscalers(static () => { });
        if (kinds.Serves(Autoscalers.Collection))
        {
            foreach (var found in await ListAsync(Autoscalers.Collection, "HorizontalPodAutoscaler", cancellationToken)) autoscalers.Upserted(found, previous: null);
        }
        autoscalers.KnowNone();
        return autoscalers;
    }

    private async Task<IReadOnlyList<RawObject>> ListAsync(GroupVersionResource collection, string kind, CancellationToken cancellationToken)
    {
        var path = $"{collection.VersionPath.TrimStart('/')}/{collection.Resource}";
        var list = ListReader.Read(await calls.SendAsync(HttpMethod.Get, path, null, cancellationToken));
        return [.. list.Items.Select(item => RawObjectReader.Parse(RawJson.WithTypeMeta(item.Span, collection.ApiVersion, kind)))];
    }

    private static ObjectDifference Difference(ChildKey child, JsonObject? before, JsonObject? after)
    {
        var (was, becomes) = ComparableText.Of(before, after);
        return new ObjectDifference(child.ToString(), was, becomes);
    }

    private static RawObject Raw(JsonObject body) => RawObjectReader.Parse(JsonTree.Write(body));

    private static JsonElement Element(RawObject raw)
    {
        using var document = JsonDocument.Parse(raw.Json);
        return document.RootElement.Clone();
    }
}
