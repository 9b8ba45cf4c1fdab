using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace KubeEdge.EdgeMesh.VirtualAddress.Tests;

/// <summary>The numbers of the events that were logged.</summary>
internal sealed class SaidEvents : ILoggerProvider, ILogger
{
    public ConcurrentQueue<int> Ids { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Ids.Enqueue(eventId.Id);

    public void Dispose()
    {
    }
}
