using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.Store.Tests;

/// <summary>Keeps what was logged.</summary>
internal sealed class FakeLogs : ILogger
{
    public ConcurrentQueue<(LogLevel Level, int Id, string Text)> Lines { get; } = new();

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((logLevel, eventId.Id, formatter(state, exception)));
}
