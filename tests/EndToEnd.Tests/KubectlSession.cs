using System.Text.RegularExpressions;
using KubeEdge.EdgeMesh.Tests.Demo.Mesh;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests;

/// <summary>
/// What a person types, with one identity, at the API server and at an edge: the same words come back, online and, from the edge alone,
/// offline. The cluster at rest answers first and its answers are kept.
/// </summary>
internal sealed partial class KubectlSession(Kubectl cluster, Kubectl edge, IReadOnlyList<string> reads)
{
    /// <summary>
    /// Reads that must not differ. The backends of Services are not among them: which of them a node sees is what this product changes.
    /// </summary>
    public static IReadOnlyList<string> Reads { get; } =
    [
        "get pods -n shop", "get pods -n shop -o wide", "get pods -n shop -o yaml", "get pods -n shop --chunk-size=2 -o name",
        "get pods -n shop -l app=till --show-labels", "get pods -n shop -l app!=till", "get pods -A --field-selector spec.nodeName=hz-2 -o name",
        "get pods -n shop --sort-by=.spec.nodeName -o custom-columns=NAME:.metadata.name,NODE:.spec.nodeName",
        "get nodes -o wide", "get nodes -o jsonpath={.items[*].metadata.name}", "get daemonsets,deployments -n shop -o wide",
        "get configmap till -n shop -o json", "get services -n shop -o wide", "get ns", "get nodegroups -o wide", "get nodegroup -o name",
        "get sales -n shop -o wide", "get sales -A --field-selector spec.color=red", "get sales -n shop --field-selector spec.size=3", "explain sales.spec.color",
        "get nothings", "get pods missing -n shop", "get pods -n shop --field-selector spec.nothing=a",
        "describe configmap till -n shop", "describe daemonset till -n shop", "describe pods -n shop -l app=till",
        "api-resources", "api-resources --api-group=apps.kubeedge.io -o wide", "api-versions", "version",
        "explain pods.spec.nodeName", "explain daemonset.spec --recursive", "explain nodegroups.spec",
        "auth can-i list pods", "auth can-i delete nodes", "auth can-i get pods --subresource=log -n shop", "auth can-i get /metrics",
        "wait --for=condition=Ready pod -l app=till -n shop --timeout=20s",
        "get secrets -n shop", "get events -n shop", "get leases -n kube-node-lease",
        "describe node hz-1", "describe node hz-2", "describe service till -n shop", "describe nodegroup hangzhou", "describe sa till -n shop",
        "rollout status daemonset/till -n shop --timeout=3s", "get --raw /version", "get --raw /apis/apps/v1", "get --raw /apis/shop.example", "get --raw /readyz",
        "get --raw /api/v1/namespaces/shop/configmaps/nothing", "explain sales.spec.size", "explain sales --recursive", "get pods -n shop -o json --show-managed-fields=false",
    ];

    /// <summary>What the sandbox does not answer: it has no SelfSubjectRulesReview.</summary>
    public static IReadOnlyList<string> RealReads { get; } = ["auth can-i --list", "auth can-i --list -n shop"];

    private const string Manifest = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"session","namespace":"shop"},"data":{"a":"1"}}""";
    private readonly Dictionary<string, string> _recorded = [];
    private readonly List<string> _differences = [];

    /// <summary>Every command whose answers differed, with both of them.</summary>
    public IReadOnlyList<string> Differences => _differences;

    /// <summary>Asks both, and keeps what the cluster said.</summary>
    public async Task OnlineAsync()
    {
        foreach (var command in reads)
        {
            _recorded[command] = Text(await cluster.TryAsync(command));
            Same(command, "online", Text(await edge.TryAsync(command)));
        }
        await WritesAsync();
    }

    /// <summary>Asks a kubectl that knows nothing yet at an edge that has no cloud.</summary>
    public void Offline(string when, IEnumerable<(string Command, ProgramResult Result)> answers)
    {
        foreach (var (command, result) in answers) Same(command, when, Text(result));
    }

    /// <summary>The reads, at an edge.</summary>
    public static async Task<IReadOnlyList<(string Command, ProgramResult Result)>> ReadAsync(Kubectl kubectl, IReadOnlyList<string> reads)
    {
        var answers = new List<(string, ProgramResult)>();
        foreach (var command in reads) answers.Add((command, await kubectl.TryAsync(command)));
        return answers;
    }

    /// <summary>Writes happen once and are seen from both sides.</summary>
    private async Task WritesAsync()
    {
        Assert.Contains("configmap/session created", await edge.RunAsync("apply --validate=strict -f -", Manifest), StringComparison.Ordinal);
        Assert.Contains("configmap/session unchanged", await cluster.RunAsync("apply -f -", Manifest), StringComparison.Ordinal);
        var changed = Manifest.Replace("\"1\"", "\"2\"", StringComparison.Ordinal);
        var difference = await edge.TryAsync("diff -f -", changed);
        Assert.True(difference.ExitCode == 1, difference.Output + difference.Error);
        Assert.Contains("-  a: \"1\"", difference.Output, StringComparison.Ordinal);
        Assert.Contains("+  a: \"2\"", difference.Output, StringComparison.Ordinal);
        var refused = await edge.TryAsync("apply --validate=strict -f -", Manifest.Replace("\"data\"", "\"dada\"", StringComparison.Ordinal));
        Assert.Contains("unknown field \"dada\"", refused.Error, StringComparison.Ordinal);
        Assert.Contains("configmap/session configured", await edge.RunAsync("apply -f -", changed), StringComparison.Ordinal);
        Assert.Contains("a: \"2\"", await cluster.RunAsync("get configmap session -n shop -o yaml"), StringComparison.Ordinal);
        Assert.Contains("deleted", await edge.RunAsync("delete configmap session -n shop"), StringComparison.Ordinal);
    }

    private void Same(string command, string when, string answer)
    {
        if (_recorded[command] != answer) _differences.Add($"kubectl {command}, {when}:\n--- the cluster\n{_recorded[command]}\n--- the edge\n{answer}");
    }

    /// <summary>
    /// Exit code and words, without what the moment of asking decides: ages, when a node was last heard, and that an answer is old; without a Service's backends, which are
    /// what this product changes; and without versions, which an
    /// object that comes into a node's share late may be served at a higher one of (law 2).
    /// </summary>
    private static string Text(ProgramResult result)
    {
        var words = $"{result.ExitCode}\n{result.Output}\n{Warning().Replace(result.Error, "")}";
        words = Version().Replace(words, "");
        words = Moment().Replace(Backends().Replace(words, ""), "THEN");
        return Spaces().Replace(Age().Replace(words, "AGE"), " ");
    }

    [GeneratedRegex(@"\b(\d+d)?(\d+h)?(\d+m)?\d+[smhd]\b")]
    private static partial Regex Age();

    [GeneratedRegex("Warning: answered from [^\n]*\n")]
    private static partial Regex Warning();

    [GeneratedRegex("\"?resourceVersion\"?: \"[0-9]+\"")]
    private static partial Regex Version();

    [GeneratedRegex("[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} [+-][0-9]{4}")]
    private static partial Regex Moment();

    [GeneratedRegex("Endpoints: [^\n]*\n")]
    private static partial Regex Backends();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
