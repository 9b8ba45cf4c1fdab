using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Soak;

/// <summary>A program whose informers follow a node and which tells what they see, one JSON object a line.</summary>
internal sealed class InformerProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly Task _reading;
    private readonly Task<string> _errors;
    private readonly SemaphoreSlim _turn = new(1);
    private List<JsonObject> _held = [];
    private TaskCompletionSource<List<JsonObject>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public InformerProgram(string client, string node, string kubeconfig, IReadOnlyList<Followed> followed, string program, params IEnumerable<string> arguments)
    {
        Node = node;
        Witnesses = followed.ToDictionary(what => what.Name, what => new CallbackWitness($"{node} {client} {what.Name}"));
        var start = new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.ArgumentList.Add(kubeconfig);
        start.ArgumentList.Add(new JsonArray([.. followed.Select(what => (JsonNode)Describe(what))]).ToJsonString());
        _process = Process.Start(start)!;
        _errors = _process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    /// <summary>The node that it follows.</summary>
    public string Node { get; }

    /// <summary>What its informers have seen, by what they follow.</summary>
    public IReadOnlyDictionary<string, CallbackWitness> Witnesses { get; }

    /// <summary>What one informer holds.</summary>
    public async Task<IReadOnlyList<JsonObject>> HeldAsync(string name, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (_process.HasExited) throw new InvalidOperationException($"The informers of {Node} ended: {await _errors}");
            _answer = new TaskCompletionSource<List<JsonObject>>(TaskCreationOptions.RunContinuationsAsynchronously);
            await _process.StandardInput.WriteLineAsync(ReadOnlyMemory<char>.Empty, cancellation);
            await _process.StandardInput.FlushAsync(cancellation);
            var held = await _answer.Task.WaitAsync(Patience, TimeProvider.System, cancellation);
            return [.. held.Where(line => (string?)line["informer"] == name)];
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _turn.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } text)
        {
            var line = JsonNode.Parse(text)!.AsObject();
            switch ((string?)line["event"])
            {
                case "held":
                    _held.Add(line);
                    break;
                case "end":
                    _answer.TrySetResult(_held);
                    _held = [];
                    break;
                default:
                    Witnesses[(string)line["informer"]!].Heard(line);
                    break;
            }
        }
    }

    private static JsonObject Describe(Followed what)
    {
        var described = new JsonObject { ["name"] = what.Name, ["path"] = what.Path };
        if (what.Labels.Length > 0) described["labels"] = what.Labels;
        if (what.Fields.Length > 0) described["fields"] = what.Fields;
        return described;
    }
}
