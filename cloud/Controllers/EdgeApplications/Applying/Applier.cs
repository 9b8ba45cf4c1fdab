using System.Text.Json;
using KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Watching;
using KubeEdge.EdgeMesh.Cloud.Controllers.Writing;
using KubeEdge.EdgeMesh.Proto.ApiMachinery.Errors;

namespace KubeEdge.EdgeMesh.Cloud.Controllers.EdgeApplications.Applying;

/// <summary>Takes the steps, several at a time. What fails stops nothing else.</summary>
internal sealed class Applier(IClusterWriter writer, Children children, Autoscalers autoscalers, TimeProvider time)
{
    /// <summary>Who we are among those who own fields.</summary>
    public const string Manager = "edgemesh-edgeapplications";

    /// <summary>ClusterRoles with it say what applications may make (<c>cloud/deploy/edgemesh-cloud.yaml</c>).</summary>
    private const string RightsLabel = "apps.kubeedge.io/aggregate-to-edgeapplications";

    private const int AtATime = 8;

    /// <summary>Makes the objects as they should be: what others need first, what runs last.</summary>
    /// <returns>What failed, by object.</returns>
    public async Task<IReadOnlyDictionary<ChildKey, Failure>> ApplyAsync(
        IEnumerable<Assessment> steps, ApplicationMemory memory, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<ChildKey, Failure>();
        foreach (var rank in steps.GroupBy(step => RankOf(step.Desired)).OrderBy(rank => rank.Key))
        {
            await Parallel.ForEachAsync(rank, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (step, token) =>
            {
                if (await TryAsync(step.Desired.Child, "patch", () => ApplyAsync(step, memory, token), token) is { } failure)
                {
                    lock (failures)
                        failures[step.Desired.Child] = failure;
                }
            });
        }

        return failures;
    }

    /// <summary>Removes objects.</summary>
    /// <returns>What failed, by object.</returns>
    public async Task<IReadOnlyDictionary<ChildKey, Failure>> DeleteAsync(
        IEnumerable<(ChildKey Child, string Uid)> objects, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<ChildKey, Failure>();
        await Parallel.ForEachAsync(objects, new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken }, async (gone, token) =>
        {
            if (await TryAsync(gone.Child, "delete", () => writer.DeleteAsync(gone.Child.Resource, gone.Child.Key, gone.Uid, token), token) is { } failure)
            {
                lock (failures)
                    failures[gone.Child] = failure;
            }
        });
        return failures;
    }

    private async Task ApplyAsync(Assessment step, ApplicationMemory memory, CancellationToken cancellationToken)
    {
        var child = step.Desired.Child;
        var configuration = step.Form.Configuration.DeepClone().AsObject();
        if (step.Live is { } live)
        {
            // To this very object: never to one that somebody made by its name meanwhile.
            configuration["metadata"]!["uid"] = live.Uid;
            var left = await ReplicaShare.LeaveAsync(configuration, step, autoscalers, writer, cancellationToken);
            if (left && step.Drift is { Places: [Drift.Replicas] } drift)
            {
                memory.Settle(child, step.Form.Hash, drift.Print);
                return;
            }
        }

        // By force only what is ours: a field of an object that we take to be absent is somebody else's.
        var answer = await writer.ApplyAsync(child.Resource, child.Key, configuration, Manager, force: step.Live is not null, cancellationToken);
        children.Follow(child.Resource).Wrote(answer);
        using var document = JsonDocument.Parse(answer.Json);
        var scaled = autoscalers.Scale(child.Resource, step.Desired.Api.Kind, child.Key);
        memory.Settle(
            child, step.Form.Hash, Drift.Between(step.Form.Wanted, document.RootElement, child.Resource, scaled ? Drift.Replicas : null).Print);
        if (step.Drift is not null && answer.Revision != step.Live?.Revision)
            memory.Corrected(child, step.Drift.Print, time.GetUtcNow());
    }

    private static async Task<Failure?> TryAsync(ChildKey child, string verb, Func<Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act();
            return null;
        }
        catch (StatusException e) when (e.Status.Code == 403)
        {
            var what = child.Resource.GroupResource;
            return new Failure(
                $"{child}: {e.Status.Message}: edgemesh-cloud needs the right to {verb} {what}; grant get, list, watch, create, patch and delete on {what} "
                + $"in a ClusterRole with the label {RightsLabel}: \"true\"",
                Failure.Lasts(e.Status));
        }
        catch (StatusException e)
        {
            return new Failure(Refusal.Of(child, e.Status), Failure.Lasts(e.Status));
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return new Failure($"{child}: {e.Message}", IsRefusal: false);
        }
    }

    private static int RankOf(DesiredObject desired) => desired switch
    {
        { Child.Resource: { Group: "", Resource: "namespaces" } or { Group: "apiextensions.k8s.io" } } => 0,
        { PodTemplatePath: null } => 1,
        _ => 2,
    };
}
