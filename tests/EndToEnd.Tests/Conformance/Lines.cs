using Xunit.v3;

namespace KubeEdge.EdgeMesh.EndToEnd.Tests.Conformance;

/// <summary>
/// Tests of the lines of the specification: each is asked of every server, and what it showed goes into the table.
/// </summary>
[Collection(Name)]
public abstract class Lines(Servers servers) : IAsyncDisposable
{
    /// <summary>They share their servers.</summary>
    public const string Name = "conformance";

    private readonly List<string> _servers = [];

    /// <summary>All of them.</summary>
    protected Servers Servers { get; } = servers;

    /// <summary>The server that a test is about; skips where it is not at hand.</summary>
    protected ServerUnderTest On(string name)
    {
        _servers.Add(name);
        if (Servers.Find(name) is not { } server)
        {
            Assert.Skip(Servers.Missing);
            throw new InvalidOperationException();
        }
        return server;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        var context = TestContext.Current;
        if (context.TestState is { } state && context.TestMethod is IXunitTestMethod method
            && method.Method.GetCustomAttributes(typeof(LineAttribute), false) is [LineAttribute line])
        {
            var reason = string.Join(" ", state.ExceptionMessages ?? []).Replace(DynamicSkipToken.Value, "", StringComparison.Ordinal);
            foreach (var (number, server) in line.Numbers.SelectMany(number => _servers.Select(server => (number, server))))
                Servers.Scores.Add(number, server, method.MethodName, state.Result, reason);
        }
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Starts the servers once for all of them.</summary>
[CollectionDefinition(Lines.Name)]
public sealed class ConformanceCollection : ICollectionFixture<Servers>;
